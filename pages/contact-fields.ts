import type { AddressDoubt, KnownRequest } from '../domain/subject-request.js';
import type { Field } from './step-fields.js';

/** How to reach the requester, as it is kept with the case. */
export interface KnownContact {
  readonly name?: string | undefined;
  readonly mail?: string | undefined;
  readonly phone?: string | undefined;
  readonly postalAddress?: string | undefined;
  readonly replyTo?: string | undefined;
}

/** Why letters wait, in words that say what would happen. */
export const addressDoubtWords: Readonly<Record<AddressDoubt, string>> = {
  list: 'The message came by way of a mailing list: a letter to its address may reach many people.',
  noReply: 'The message came from an address that nobody reads: a letter to it reaches nobody.',
  replyTo: 'The message asks for answers at another address than the one it came from.',
};

/** What stands there now; left as it is, it is confirmed. */
export function contactFields({ addressDoubt }: KnownRequest, contact: KnownContact = {}): readonly Field[] {
  const doubt = addressDoubt === undefined ? '' : `${addressDoubtWords[addressDoubt]} `;
  const elsewhere = contact.replyTo === undefined ? '' : `Answers are wanted at ${contact.replyTo}. `;
  const optional = { required: false, type: 'text' } as const;
  return [
    { ...optional, name: 'name', label: 'Name', preset: contact.name ?? '' },
    {
      ...{ name: 'mail', label: 'E-mail', type: 'email', required: false, preset: contact.mail ?? '' },
      hint: `${doubt}${elsewhere}Letters go here. As it stands, it is confirmed; empty, a person posts or tells them.`,
    },
    { ...optional, name: 'phone', label: 'Telephone', type: 'tel', preset: contact.phone ?? '' },
    {
      ...optional,
      name: 'postalAddress',
      label: 'Postal address',
      type: 'textarea',
      preset: contact.postalAddress ?? '',
    },
    {
      ...{ name: 'reasons', label: 'How do you know?', type: 'textarea', required: true },
      hint: 'For the file. It cannot be changed later; name no more people than you must.',
    },
  ];
}
