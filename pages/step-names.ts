/** What a person can do in a request, as the last part of its address. */
export const stepNames = [
  'classify',
  'set-aside',
  'further-rights',
  'identity-request',
  'identity-decision',
  'extension',
  'acceptance',
  'refusal',
  'approval',
  'answer',
  'answer-removal',
  'fulfilment',
  'answer-given',
  'withdrawal',
  'advice',
  'letter-sent',
  'contact',
  'owner',
  'notes',
] as const;
export type StepName = (typeof stepNames)[number];
