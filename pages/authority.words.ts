import type { AuthorityMessageKind, AuthorityProvision } from '../domain/breach.authority.js';

/** In the middle of a sentence, and as a choice of a form. */
export const authorityKindWords: Readonly<Record<AuthorityMessageKind, { name: string; choice: string }>> = {
  order: { name: 'order', choice: 'An order' },
  question: { name: 'question', choice: 'A question, or a request for information' },
  view: { name: 'view', choice: 'Its view, which asks for nothing' },
};

export const provisionWords: Readonly<Record<AuthorityProvision, string>> = {
  'GDPR Art. 34(4)': 'Tell the people concerned: Art. 34(4)',
  'GDPR Art. 58(1)(a)': 'Give information: Art. 58(1)(a)',
  'GDPR Art. 58(1)(e)': 'Give access to data and information: Art. 58(1)(e)',
  'GDPR Art. 58(2)(d)': 'Bring the processing into line with the Regulation: Art. 58(2)(d)',
  'GDPR Art. 58(2)(e)': 'Communicate the breach to the people concerned: Art. 58(2)(e)',
  'GDPR Art. 58(2)(f)': 'Limit the processing or stop it: Art. 58(2)(f)',
};
