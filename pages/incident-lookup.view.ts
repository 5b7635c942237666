import { statementAt } from '../domain/breach.reporter.js';
import type { KnownBreach } from '../domain/breach.js';
import type { Instant } from '../domain/time.js';
import { casePath } from './case-path.js';
import type { CaseFile } from './case.view.js';
import { counted } from './fact-sentences.js';
import { shortMoment, zoneName } from './moment.js';
import { letterStateWords } from './recipients.view.js';
import type { LetterState } from './wave-fields.js';

/** An incident on whose list somebody stands. */
export interface ShownIncident {
  readonly caseId: string;
  readonly reference: string;
  readonly closed: boolean;
  readonly state: LetterState;
  readonly changedAt: Date;
  readonly breach?: KnownBreach | undefined;
}

export interface IncidentLookupInput {
  readonly file: Pick<CaseFile, 'caseId' | 'request'>;
  readonly looked: {
    readonly searched: number;
    readonly found: readonly ShownIncident[];
    readonly unlisted: readonly string[];
  };
  readonly now: Instant;
}

export interface IncidentLookupView {
  readonly reference: string;
  readonly caseHref: string;
  readonly told: string;
  readonly zone: string;
  readonly rows: readonly {
    readonly reference: string;
    readonly href: string;
    readonly stands: string;
    readonly said: string;
  }[];
  /** Where nobody has written down yet who is concerned. */
  readonly unlisted?: string;
}

/** What was found of the requester in incidents, and where nothing can be found yet. GDPR Art. 15(1). */
export function incidentLookupView({ file, looked, now }: IncidentLookupInput): IncidentLookupView {
  const { reference, timeZone } = file.request;
  const { searched, found, unlisted } = looked;
  return {
    ...{ reference, caseHref: casePath(file.caseId), zone: zoneName(timeZone) },
    told: `${counted(searched, 'list')} searched; the requester is on ${found.length === 0 ? 'none' : String(found.length)}.`,
    rows: found.map((incident) => ({
      reference: incident.reference,
      href: casePath(incident.caseId, 'breach'),
      stands: `${letterStateWords[incident.state]}, ${shortMoment(incident.changedAt.toISOString(), timeZone, now)}`,
      said: saidOf(incident, now),
    })),
    ...(unlisted.length > 0 && { unlisted: unlisted.join(', ') }),
  };
}

/** Whoever was written to calls after the end, too. */
function saidOf({ closed, breach }: ShownIncident, now: Instant): string {
  const stated = breach && statementAt(breach, now);
  if (stated === undefined) return 'nothing agreed';
  return closed ? `${stated.text} (The incident is closed.)` : stated.text;
}
