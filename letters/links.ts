import { createHmac, timingSafeEqual } from 'node:crypto';

/** Addresses that letters carry: whoever has the letter may open them, and nobody can make one up. */
export interface Links {
  /** Where the data subject follows the request. */
  portal(caseId: string): string;
  /** Where the answer's files are fetched; `effect` is the letter that carries the link. */
  answer(caseId: string, effect: string): string;
  /** Where a controller reads what it is told of a breach, and acknowledges it. */
  notice(caseId: string): string;
  isNoticeToken(caseId: string, token: string): boolean;
  /** Where our own people work on the case. */
  operations(caseId: string): string;
  isPortalToken(caseId: string, token: string): boolean;
  /** The letter that carried this token; undefined for one that nobody was sent. */
  answerLetter(caseId: string, token: string): string | undefined;
}

/** RFC 2104 under the server's key; the links need no table, and end with the key or the date in the case. */
export function createLinks(publicUrl: string, serverKey: Uint8Array): Links {
  const tokenOf = (...parts: readonly string[]): string =>
    createHmac('sha256', serverKey)
      .update(JSON.stringify(['link', ...parts]))
      .digest('base64url');
  const address = (path: string): string => new URL(path, publicUrl).href;
  return {
    portal: (caseId) => address(`/portal/requests/${caseId}/${tokenOf('portal', caseId)}`),
    answer: (caseId, effect) => address(`/portal/answers/${caseId}/${effect}.${tokenOf('answer', caseId, effect)}`),
    notice: (caseId) => address(`/notices/${caseId}/${tokenOf('notice', caseId)}`),
    isNoticeToken: (caseId, token) => isSame(token, tokenOf('notice', caseId)),
    operations: (caseId) => address(`/operations/cases/${caseId}`),
    isPortalToken: (caseId, token) => isSame(token, tokenOf('portal', caseId)),
    answerLetter(caseId, token) {
      const dot = token.lastIndexOf('.');
      const effect = token.slice(0, Math.max(dot, 0));
      return isSame(token.slice(dot + 1), tokenOf('answer', caseId, effect)) ? effect : undefined;
    },
  };
}

function isSame(one: string, other: string): boolean {
  const [given, expected] = [Buffer.from(one), Buffer.from(other)];
  return given.length === expected.length && timingSafeEqual(given, expected);
}
