/** Every step that Duly may decline; what each means stands in docs/refusals.md. */
export const refusalTypes = ['CaseNotOpen'] as const;
export type RefusalType = (typeof refusalTypes)[number];

/** Why a case cannot take a step now. Its message is kept in history, so it never names a person. */
export interface Refusal {
  readonly type: RefusalType;
  readonly message: string;
  /** The provision that forbids it, where a law does: `GDPR Art. 12(3)`. */
  readonly article?: string;
}
