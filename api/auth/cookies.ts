import type { Request } from 'express';

/** The first cookie of that name. Ours hold base64url and dots only, so nothing is decoded. */
export function cookieIn(request: Pick<Request, 'headers'>, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = pair.trim().split('=', 2);
    if (key === name && value !== undefined && value !== '') return value;
  }
  return undefined;
}
