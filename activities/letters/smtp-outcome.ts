import type { NodemailerError } from 'nodemailer';
import type { Carried, NotSentReason } from '../../domain/ports/letter-carrier.js';

const reasons: Readonly<Record<string, NotSentReason>> = {
  EABORT: 'withdrawn',
  EAUTH: 'authentication',
  ENOAUTH: 'authentication',
  EOAUTH2: 'authentication',
  ETLS: 'tls',
  ETIMEDOUT: 'timeout',
  ECONFIG: 'configuration',
};

/** What an error of nodemailer means for the letter, given whether the whole of it had gone over the line. */
export function outcomeOfFailure(error: NodemailerError, wholeOnTheLine: boolean): Carried {
  const code = error.responseCode;
  const isAboutTheLetter = error.code === 'EENVELOPE' || error.code === 'EMESSAGE';
  // 503 says that the session was in a wrong state; the same letter may pass in the next one.
  const isFinal = code !== undefined && code >= 500 && code < 600 && code !== 503;
  if (isFinal && isAboutTheLetter) return refused(code, error.response ?? '');
  const isNotNow = code !== undefined && (isFinal || code === 503 || (code >= 400 && code < 500));
  if (isNotNow) return { outcome: 'not-sent', temporary: true, reason: reasons[error.code ?? ''] ?? 'busy', code };
  if (wholeOnTheLine) return { outcome: 'unknown' };
  // A setting that is wrong now may be right at the next try, and a letter must not be lost to it.
  return { outcome: 'not-sent', temporary: true, reason: reasons[error.code ?? ''] ?? 'connection' };
}

function refused(code: number, response: string): Carried {
  const status = /^\d{3}[ -](5\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  const said = { outcome: 'refused', code, response: withoutAddresses(response) } as const;
  return status === undefined ? said : { ...said, status };
}

/** Servers repeat the address they refuse; what is kept of their words must not. */
export function withoutAddresses(response: string): string {
  return response
    .slice(0, 1000)
    .replace(/<[^<>]*>/g, '<…>')
    .replace(/[^\s<>"'(),;:]{1,254}@[^\s<>"'(),;:]{1,254}/g, '…')
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .slice(0, 200);
}
