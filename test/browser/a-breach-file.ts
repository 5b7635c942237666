import { breachDecider } from '../../domain/breach.decider.js';
import { fold } from '../../domain/decider.js';
import type { BreachFile } from '../../pages/breach.view.js';
import { after, assess, at, known, report, submit } from '../domain/a-breach.js';

const heardAt = '2026-03-18T07:20:00.000Z';
const reasons = 'Reported by the help desk. The first analysis of the logs was incomplete.';

const filing = {
  subtype: 'incomplete',
  isEstablishedInEea: true,
  organisation: { name: 'Example Cloud BV', contact: 'Herengracht 1, Amsterdam' },
} as const;

/** A breach under three regimes: an instant that was corrected, one that is missing, a report that was sent. */
export function aBreachFile(caseId: string): BreachFile {
  const facts = after(
    [
      report({
        roles: ['controller', 'processor'],
        aspects: ['confidentiality', 'availability'],
        packs: ['eu-gdpr@1', 'eu-nis2@1'],
        restorationPeriod: 'P7D',
        anchors: {
          firstInformedAt: at(heardAt),
          detectedAt: at('2026-03-17T22:05:00.000Z', { source: 'logs' }),
          occurredFrom: at('2026-02-28T23:00:00.000Z', { precision: 'month', source: 'estimate' }),
        },
        commitments: [{ id: 'code', source: 'Code of conduct, 5.13', anchor: 'controllerToldAt', period: 'PT4H' }],
        timeZone: 'Europe/Amsterdam',
        drill: true,
      }),
      '2026-03-18T08:00:00.000Z',
    ],
    [
      { type: 'decideAwareness', decision: { outcome: 'aware', anchor: at('2026-03-18T12:00:00.000Z'), reasons } },
      '2026-03-18T12:10:00.000Z',
    ],
    [
      { type: 'setAnchor', name: 'awareAt', anchor: at('2026-03-18T09:30:00.000Z', { source: 'logs', reasons }) },
      '2026-03-18T15:00:00.000Z',
    ],
    [assess('high-risk'), '2026-03-18T16:00:00.000Z'],
    [submit('controller-notice', '2026-03-18T12:40:00.000Z'), '2026-03-18T16:30:00.000Z'],
    [
      {
        type: 'classifyIncident',
        classification: {
          regime: 'nis2',
          isReportable: true,
          significantAwareAt: at('2026-03-19T18:00:00.000Z'),
          reasons,
        },
      },
      '2026-03-19T18:05:00.000Z',
    ],
    [
      { type: 'answerNotification', answers: { 55: ['a', 'c'], 63: 'Mail server in Frankfurt.', 67: 'd' } },
      '2026-03-19T18:20:00.000Z',
    ],
    [{ type: 'freezeNotification', order: filing }, '2026-03-19T18:30:00.000Z'],
    [{ type: 'answerNotification', answers: { 67: 'b', 68: 120 } }, '2026-03-19T18:40:00.000Z'],
    [
      { type: 'setHoldingStatement', text: 'Mail is read again since 17:00. Nobody needs to do anything now.' },
      '2026-03-19T18:50:00.000Z',
    ],
    [{ type: 'handOver', to: 't-bakker', reasons: 'End of the shift.' }, '2026-03-19T19:00:00.000Z'],
  );
  return {
    caseId,
    breach: known(fold(breachDecider, facts).state),
    facts,
    ledgerIndices: facts.map((_fact, position) => 20_400 + position),
    documents: [
      { documentId: 'd1', kind: 'evidence', name: 'gateway.log', size: 48_112 },
      { documentId: 'd2', kind: 'evidence', name: 'screen-of-the-open-mailbox.png', size: 1_200_000 },
    ],
    holds: [
      {
        ...{ holdId: 'h1', ground: 'authority-inquiry', placedBy: 'j-smit', placedAt: '2026-03-19T09:00:00.000Z' },
        reasons: 'The authority asked for the file on 19 March.',
      },
    ],
    checkpoint: 'log.example.org\n20519\nroot\n',
  };
}
