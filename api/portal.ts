import type { Readable } from 'node:stream';
import type { Request, RequestHandler, Response } from 'express';
import { z } from 'zod';
import { languages } from '../domain/letter.js';
import type { Language } from '../domain/letter.js';
import type { Organisation } from '../domain/organisation.js';
import type { Right } from '../domain/right.js';
import type { KnownRequest } from '../domain/subject-request.js';
import type { Instant } from '../domain/time.js';
import type { OfferedFile } from '../pages/portal-status.view.js';
import type { PortalChannel } from '../pages/portal-faults.js';
import type { Pages } from './pages.js';
import type { Upload } from './uploads.js';

/** What somebody asks through the portal. */
export interface PortalRequest {
  readonly nonce: string;
  readonly controller: string;
  readonly right: Right;
  readonly concerns?: 'breach';
  readonly language: Language;
  readonly name: string | undefined;
  readonly channel: PortalChannel;
  readonly mail: string | undefined;
  readonly phone: string | undefined;
  readonly postalAddress: string | undefined;
  readonly text: string;
  readonly files: readonly Upload[];
}

export interface PortalReceipt {
  readonly caseId: string;
  /** Lets its bearer follow the case. */
  readonly token: string;
}

export interface PortalMessage {
  readonly caseId: string;
  readonly nonce: string;
  readonly text: string;
  readonly files: readonly Upload[];
}

export interface OfferedAnswer {
  readonly reference: string;
  readonly controller: string;
  readonly language: Language;
  readonly timeZone: string;
  readonly until: Instant;
  readonly files: readonly (Omit<OfferedFile, 'size'> & { readonly size: number })[];
}

export interface Download {
  readonly name: string;
  readonly bytes: Readable;
}

export interface PortalDependencies {
  readonly pages: Pages;
  readonly organisation: () => Organisation;
  readonly now: () => Date;
  readonly newNonce: () => string;
  /** Stricter than the general limit, per address. */
  readonly limit?: RequestHandler;
  /** Registers; resolves when the case is on record, and again with the same receipt for the same nonce. */
  readonly receive: (asked: PortalRequest) => Promise<PortalReceipt>;
  /** Undefined for a wrong token as for a case that is not there: the page says the same. */
  readonly follow: (caseId: string, token: string) => Promise<KnownRequest | undefined>;
  /** The token has been checked. */
  readonly withdraw: (asked: { readonly caseId: string; readonly nonce: string }) => Promise<unknown>;
  /** The token has been checked. */
  readonly add: (message: PortalMessage) => Promise<unknown>;
  /** Undefined where the token is wrong or over. */
  readonly answerOf: (caseId: string, token: string) => Promise<OfferedAnswer | undefined>;
  /** The token has been checked; undefined for a file that is not of this answer. */
  readonly download: (caseId: string, documentId: string) => Promise<Download | undefined>;
}

export const PORTAL_UPLOAD_LIMIT = 20 * 1024 * 1024;

/** Forgiven where it is unknown: an old link still opens. */
export const languageField = z.enum(languages).optional().catch(undefined);

/** The address of a letter is its key. */
export const followParams = z.object({ caseId: z.string().max(100), token: z.string().max(200) });
export type FollowParams = z.infer<typeof followParams>;

/** It goes to nobody whom the page links to. */
export function keepTokenIn(response: Response): void {
  response.set('referrer-policy', 'same-origin').set('x-robots-tag', 'noindex, nofollow');
}

/** What the browser prefers among the languages we write; else our first. */
export function preferredLanguage(request: Request, organisation: Organisation): Language {
  const accepted = request.acceptsLanguages([...languages]);
  return languages.find((known) => known === accepted) ?? organisation.organisation.languages[0] ?? 'en';
}

export function statusPath(caseId: string, token: string): string {
  return `/portal/requests/${encodeURIComponent(caseId)}/${encodeURIComponent(token)}`;
}
