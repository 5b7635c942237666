import { breachAspects, breachRoles } from '../domain/breach.js';
import type { Organisation } from '../domain/organisation.js';
import { isChecked } from '../pages/step-fields.js';
import { newBreach } from './breach-schemas.js';
import type { AskedBreach } from './breach-schemas.js';
import type { Form } from './case-forms.js';
import { promiseFault, promiseFieldAt, promisesIn } from './promise-form.js';
import { faultOfMoment, isMomentSaid, saidMoment } from './said-moment.js';

/** A report read: as the API takes it, or what is wrong by field. */
export type ReadReport = { readonly body: AskedBreach } | { readonly wrong: Form };

const moments = ['firstInformedAt', 'occurredFrom', 'controllerToldAt', 'subProcessorAwareAt'] as const;

/** What a person reports of an incident, held to the very schema of the API. */
export function readReport(form: Form, { controllersInHouse }: Organisation): ReadReport {
  const controller = controllersInHouse.find(({ id }) => id === form['controller']);
  if (controller === undefined) return { wrong: { controller: 'Choose one.' } };
  const read = newBreach.safeParse(bodyOf(form, controller.timeZone));
  if (read.success) return { body: read.data };
  const fields = [
    ...read.error.issues.map(({ path }) => fieldOf(path, form)),
    ...unreadable(form, controller.timeZone),
  ];
  return { wrong: Object.fromEntries(fields.map((field) => [field, faultOf(field, form)])) };
}

function bodyOf(form: Form, timeZone: string): object {
  const checked = <Choice extends string>(field: string, choices: readonly Choice[]) =>
    choices.filter((choice) => isChecked(form, field, choice));
  const service = form['service'] ?? '';
  const toldBy = form['toldBy'] ?? '';
  const ticket = (form['externalId'] ?? '').trim();
  return {
    roles: checked('roles', breachRoles),
    summary: form['summary'] ?? '',
    aspects: checked('aspects', breachAspects),
    anchors: anchorsIn(form, timeZone),
    channel: toldBy === '' ? 'operations' : 'processor',
    controller: form['controller'],
    drill: isChecked(form, 'drill', 'yes'),
    ...(toldBy !== '' && { toldBy }),
    ...(service !== '' && { services: [service] }),
    ...(ticket !== '' && { externalId: ticket }),
    ...promisesIn(form),
  };
}

/** When it began is an estimate until somebody corrects it; a notice of our processor is what it says. */
function anchorsIn(form: Form, timeZone: string): object {
  const said = { controllerToldAt: 'processor', subProcessorAwareAt: 'processor' } as const;
  const source = { firstInformedAt: form['source'], occurredFrom: 'estimate', ...said } as const;
  return Object.fromEntries(
    momentsIn(form).map((name) => [name, { ...saidMoment(form, name, timeZone), source: source[name] }]),
  );
}

function momentsIn(form: Form): readonly (typeof moments)[number][] {
  return moments.filter((name) => name === 'firstInformedAt' || isMomentSaid(form, name));
}

/** The schema stops at the first fault of an instant, which may be its source. */
function unreadable(form: Form, timeZone: string): readonly string[] {
  return momentsIn(form).filter((name) => Object.keys(saidMoment(form, name, timeZone)).length === 0);
}

function fieldOf(path: readonly PropertyKey[], form: Form): string {
  if (path[0] === 'commitments') return promiseFieldAt(path, form);
  if (path[0] !== 'anchors') return String(path[0] ?? '');
  return path.at(-1) === 'source' ? 'source' : String(path[1] ?? '');
}

function faultOf(field: string, form: Form): string {
  if (moments.some((name) => name === field)) return faultOfMoment(form, field);
  if (field === 'summary') return 'Say what happened, in at most 2,000 characters.';
  if (field === 'externalId') return 'At most 200 characters.';
  return promiseFault(field) ?? (field === 'source' ? 'Choose one.' : 'Choose at least one.');
}
