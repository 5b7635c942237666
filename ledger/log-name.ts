/** The log's name in every checkpoint: the organisation's mail domain, which nobody else has. */
export function logNameOf({ contact }: { readonly contact: { readonly privacyMailbox: string } }): string {
  return `${contact.privacyMailbox.slice(contact.privacyMailbox.indexOf('@') + 1)}/duly`;
}
