/** The rights of Chapter III, and the withdrawal of consent, that a request may invoke. */
export const rights = [
  'access',
  'rectification',
  'erasure',
  'restriction',
  'portability',
  'objection',
  'automatedDecision',
  'consentWithdrawal',
] as const;
export type Right = (typeof rights)[number];

export const articleOf: Readonly<Record<Right, string>> = {
  access: 'GDPR Art. 15',
  rectification: 'GDPR Art. 16',
  erasure: 'GDPR Art. 17',
  restriction: 'GDPR Art. 18',
  portability: 'GDPR Art. 20',
  objection: 'GDPR Art. 21',
  automatedDecision: 'GDPR Art. 22',
  consentWithdrawal: 'GDPR Art. 7(3)',
};
