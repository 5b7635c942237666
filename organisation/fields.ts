import { z } from 'zod';
import { isTimeZone } from '../domain/civil-date.js';
import { isMailAddress, visibleLine, visibleText } from '../domain/mail.js';
import { languages } from '../domain/letter.js';
import { memberStates } from '../domain/member-state.js';
import { lengthOf } from '../domain/period.js';

const secretReference = /^env:DULY_SECRET_[A-Z0-9_]+$/;
const asSecret = 'put the secret into the environment and write env:DULY_SECRET_<NAME>';

/** Ids stand in facts and workflow inputs: short, and no room for an address. */
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'expected an id: lower-case letters, digits and hyphens, at most 40');

export const line = z
  .string()
  .min(1, 'expected a text')
  .refine((text) => text === visibleLine(text), 'expected one line of at most 200 visible characters');

export const prose = z
  .string()
  .trim()
  .min(1, 'expected a text')
  .max(4_000, 'expected at most 4,000 characters')
  .refine((text) => text === visibleText(text), 'expected visible characters only');

export const localised = z.strictObject({
  en: prose.exactOptional(),
  nl: prose.exactOptional(),
  de: prose.exactOptional(),
  fr: prose.exactOptional(),
});

export const mail = z.string().refine(isMailAddress, 'expected a mail address such as privacy@example.org');

export const phone = z
  .string('expected a telephone number in quotation marks: "+31 20 000 00 00"')
  .regex(/^\+[0-9][0-9 ()-]{5,24}$/, 'expected a telephone number with its country: "+31 20 000 00 00"');

/** Read by people: never with credentials, and over a safe line. */
export const publicUrl = z
  .url({ protocol: /^https$/, error: 'expected an https:// address' })
  .refine(isWithoutCredentials, 'expected an https:// address without a user name or password');

/** An internal system may speak http. */
export const systemUrl = z.string().refine(isSystemUrl, `expected an address without credentials, or ${asSecret}`);

/** Personal data go there: over a safe line, or to this very machine. */
export const endpointUrl = z
  .string()
  .refine(isEndpointUrl, 'expected an https:// address without a user name, a password or a query');

export const secret = z.string().regex(secretReference, asSecret);

export const timeZone = z.string().refine(isTimeZone, 'expected a time zone of the IANA list such as Europe/Amsterdam');

export const memberState = z.enum(memberStates, 'expected a Member State by its ISO code such as NL');

export const country = z.string().regex(/^[A-Z]{2}$/, 'expected a country by its ISO code such as US');

export const language = z.enum(languages);

export const civilDate = z.iso.date('expected a date that exists, such as 2026-03-31');

export const period = z
  .string()
  .refine((text) => lengthOf(text) !== undefined, 'expected a period such as PT1H, P14D or P1M');

function isSystemUrl(text: string): boolean {
  if (secretReference.test(text)) return true;
  const isWeb = /^https?:\/\//.test(text) && URL.canParse(text);
  return isWeb && isWithoutCredentials(text) && new URL(text).search === '';
}

function isEndpointUrl(text: string): boolean {
  if (!URL.canParse(text) || !isWithoutCredentials(text)) return false;
  const { protocol, hostname, search, hash } = new URL(text);
  const isSafe = protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname));
  return isSafe && search === '' && hash === '';
}

function isWithoutCredentials(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username === '' && password === '';
}
