import type { DeadlineQuestion } from '../domain/deadline-question.js';
import { memberStateOf } from '../domain/member-state.js';
import { enabledRulePack, rulePackFor } from '../domain/rule-pack.js';
import type { RulePack } from '../domain/rule-pack.js';
import type { CivilDate } from '../domain/time.js';

/** A question as it is sent: flat, with the place whose holidays count. */
export interface AskedDeadline extends Omit<DeadlineQuestion, 'waiting' | 'timeZone'> {
  readonly timeZone?: string | undefined;
  readonly memberState?: string | undefined;
  readonly region?: string | undefined;
  readonly suspendedFrom?: CivilDate | undefined;
  readonly suspendedUntil?: CivilDate | undefined;
}

/** The question as the law sees it; hours need neither a zone nor a state. */
export function questionOf(asked: AskedDeadline): DeadlineQuestion {
  const { period, anchorAt, receivedAt, receivedOn, timeZone = 'UTC', extension } = asked;
  const { identityInformationOn, feePaidOn, suspendedFrom, suspendedUntil } = asked;
  const waits = suspendedFrom !== undefined && suspendedUntil !== undefined;
  return {
    period,
    anchorAt,
    receivedAt,
    receivedOn,
    timeZone,
    extension,
    identityInformationOn,
    feePaidOn,
    rulePack: packOf(asked)?.id,
    ...(waits && { waiting: [{ from: suspendedFrom, until: suspendedUntil }] }),
  };
}

export function packOf({ rulePack, memberState }: Partial<AskedDeadline>): RulePack | undefined {
  if (rulePack !== undefined) return enabledRulePack(rulePack);
  return rulePackFor(memberState === undefined ? undefined : memberStateOf(memberState));
}
