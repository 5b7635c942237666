import { statementAt } from '../domain/breach.reporter.js';
import type { KnownBreach } from '../domain/breach.js';
import type { Instant } from '../domain/time.js';
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
}

export interface StatementsView {
  readonly rows: readonly StatementRow[];
}

/** For whoever is asked by telephone: the words to say, without the case behind them. */
export function holdingStatementsView(breaches: readonly KnownBreach[], now: Instant): StatementsView {
  return {
    rows: breaches.flatMap((breach) => {
      const statement = statementAt(breach, now);
      if (statement === undefined) return [];
      const { reference, timeZone, drill } = breach;
      const { text, validFrom } = statement;
      return [
        { reference, text, validFrom, since: shortMoment(validFrom, timeZone, now), ago: ago(validFrom, now), drill },
      ];
    }),
  };
}
