import { statementAt } from '../domain/breach.reporter.js';
import type { KnownBreach } from '../domain/breach.js';
import type { Instant } from '../domain/time.js';
import { breachStepPath } from './breach-steps.words.js';
import { ago, shortMoment } from './moment.js';

export const holdingStatementsPath = '/operations/holding-statements';

/** What may be said of one breach, and nothing else of it. */
export interface StatementRow {
  readonly reference: string;
  readonly text: string;
  readonly validFrom: Instant;
  readonly since: string;
  readonly ago: string;
  readonly drill: boolean;
  /** Where the reporter's first contact writes down what they were told. */
  readonly tell?: string;
}

export interface StatementsView {
  readonly rows: readonly StatementRow[];
}

interface Stated {
  readonly caseId: string;
  readonly breach: KnownBreach;
}

/** For whoever is asked by telephone: the words to say, without the case behind them. */
export function holdingStatementsView(
  stated: readonly Stated[],
  /** Undefined for whoever tells no reporter. */
  contact: string | undefined,
  now: Instant,
): StatementsView {
  return {
    rows: stated.flatMap(({ caseId, breach }) => {
      const statement = statementAt(breach, now);
      if (statement === undefined) return [];
      const { reference, timeZone, drill, firstContact } = breach;
      const { text, validFrom } = statement;
      return [
        {
          ...{ reference, text, validFrom, drill },
          ...{ since: shortMoment(validFrom, timeZone, now), ago: ago(validFrom, now) },
          ...(contact !== undefined && firstContact === contact && { tell: breachStepPath(caseId, 'contact-reports') }),
        },
      ];
    }),
  };
}
