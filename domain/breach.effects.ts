import { isComputed } from './breach.clocks.js';
import type { Breach, BreachEffect, BreachFact, KnownBreach } from './breach.js';
import type { StaffLetterName } from './letter.js';

/** Who must be told of a fact: people of ours, until evidence of sending exists. */
export function effectsOf(fact: BreachFact, breach: Breach): readonly BreachEffect[] {
  if (breach.phase === 'new') return [];
  switch (fact.type) {
    case 'incidentReported':
      return [alertOf(breach, 'incident-reported')];
    case 'clockStagePassed':
      return [alertOf(breach, alertNames[fact.stage] ?? 'clock-soon', fact.clock)];
    case 'handedOver':
      return [alertOf(breach, 'handed-over')];
    // A failed alert raises none, or two dead systems would talk for ever.
    case 'effectFailed':
    case 'anchorSet':
    case 'controllerBecameAware':
    case 'foundNotABreach':
    case 'incidentClassified':
    case 'riskAssessed':
    case 'submissionEvidenced':
    case 'communicationRecorded':
    case 'commitmentKept':
    case 'dataRestored':
    case 'measureTaken':
    case 'lessonRecorded':
    case 'noteAdded':
    case 'clocksComputed':
    case 'alertSent':
    case 'caseClosed':
      return [];
  }
}

/** Every other stage warns. */
const alertNames: Readonly<Partial<Record<string, StaffLetterName>>> = {
  due: 'clock-late',
  late: 'clock-late',
  cannotCompute: 'clock-cannot-run',
};

function alertOf(breach: KnownBreach, alert: StaffLetterName, key?: string): BreachEffect {
  const { reference, controller, timeZone, drill, owner, clocks } = breach;
  const clock = clocks.find((known) => known.key === key);
  const dueAt = clock !== undefined && isComputed(clock) ? clock.dueAt : undefined;
  const about = { kind: 'breach', reference, controller, timeZone, drill, owner } as const;
  return { type: 'alertStaff', alert, ...about, dueAt, clock: clock?.article };
}

export function answersOf(fact: BreachFact): string | undefined {
  return 'effect' in fact ? fact.effect : undefined;
}

/** Alerts keep no order: the last one must not wait for a first one that hangs. */
export function laneOf({ clock, alert }: BreachEffect): string {
  return clock ?? alert;
}
