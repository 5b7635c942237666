import { updateIdFor } from '../../api/idempotency.js';
import type { TestSystem } from '../support/processes.js';
import { askUntilAnswered, uploadUntilTaken } from './stubborn-client.js';

/** What was done to one case, and what must be on record for it. */
export interface DrivenCase {
  readonly caseId: string;
  readonly mail: string;
  /** Facts of people's steps, in their order. */
  readonly steps: readonly string[];
  /** Ids of the updates by which they came. */
  readonly updateIds: readonly string[];
  /** Facts of letters, in their order. */
  readonly letters: readonly string[];
  /** Facts of clocks and of alerts to staff, in their order. */
  readonly clocks: readonly string[];
}

/** A case in somebody's hands: each step is asked until it is answered, and written down here. */
export interface CaseInHand extends DrivenCase {
  readonly steps: string[];
  readonly letters: string[];
  readonly clocks: string[];
  step(what: string, body: unknown, fact: string, as?: string): Promise<void>;
  /** The latest step once more, under its own key. */
  repeat(): Promise<void>;
  upload(): Promise<string>;
}

export const reasons = 'a reason that somebody could check';

export async function openCase(system: TestSystem, name: string, more: object = {}): Promise<CaseInHand> {
  const mail = `${name}@people.example`;
  const opened = await askUntilAnswered(system, {
    as: 'operator',
    path: '/v1/subject-requests',
    key: `${name}-open`,
    body: {
      right: 'access',
      contact: { name: `Person ${name}`, mail },
      text: `What do you hold about ${name}?`,
      ...more,
    },
  });
  const caseId = String(opened.caseId);
  const updateIds = [`register-${caseId}`];
  const steps = ['requestRegistered'];
  let latest = (): Promise<unknown> => Promise.resolve();
  return {
    ...{ caseId, mail, steps, updateIds, letters: ['requestAcknowledged'], clocks: [] },
    async step(what, body, fact, as = 'operator') {
      const path = `/v1/subject-requests/${caseId}/${what}`;
      const key = `${name}-${String(steps.length)}`;
      latest = () => askUntilAnswered(system, { as, path, key, body });
      await latest();
      const actor = { role: 'operator', id: system.personWith(as).id } as const;
      const serverKey = Buffer.from(system.secrets.serverKey, 'base64url');
      updateIds.push(updateIdFor(serverKey, { actor, route: `POST ${path}`, key }));
      steps.push(fact);
    },
    async repeat() {
      await latest();
    },
    upload: () => uploadUntilTaken(system, caseId, 'copy.txt', name),
  };
}

export const courses = ['plain', 'identity', 'refusal'] as const;
export type Course = (typeof courses)[number];

/** From receipt to the order of the last letter. */
export async function driveCase(system: TestSystem, name: string, course: Course): Promise<DrivenCase> {
  const inHand = await openCase(system, name);
  await scripts[course](inHand);
  return inHand;
}

const scripts: Readonly<Record<Course, (inHand: CaseInHand) => Promise<void>>> = {
  async plain(inHand) {
    await inHand.step('identity-decision', { outcome: 'waived', reasons }, 'identityCheckWaived');
    await inHand.step('notes', { text: 'looked into the archive' }, 'noteAdded');
    await answerIt(inHand);
  },
  async identity(inHand) {
    await askForIdentity(inHand);
    await inHand.step('notes', { text: 'waits for the data subject' }, 'noteAdded');
    await inHand.step('identity-decision', { outcome: 'confirmed', method: 'call-back' }, 'identityConfirmed');
    await answerIt(inHand);
  },
  async refusal(inHand) {
    await extendIt(inHand);
    await proposeRefusal(inHand);
    await approveRefusal(inHand);
  },
};

export async function askForIdentity(inHand: CaseInHand): Promise<void> {
  await inHand.step('identity-request', { doubt: reasons }, 'identityAsked');
  inHand.letters.push('identityEvidenceRequested');
}

export async function extendIt(inHand: CaseInHand): Promise<void> {
  await inHand.step('extension', { ground: 'complexity', reasons }, 'extensionGranted');
  inHand.letters.push('extensionNoticeSent');
}

export async function proposeRefusal(inHand: CaseInHand): Promise<void> {
  const proposal = { scope: 'whole', ground: 'excessive', reasons, demonstration: 'the ninth request this month' };
  await inHand.step('refusal', proposal, 'refusalProposed');
}

export async function approveRefusal(inHand: CaseInHand): Promise<void> {
  await inHand.step('approval', { decision: 'approved' }, 'proposalApproved', 'decider');
  inHand.letters.push('requestRefused');
}

export async function answerIt(inHand: CaseInHand, fulfilment: object = {}): Promise<void> {
  await inHand.step('acceptance', { outcome: 'accepted' }, 'requestAccepted');
  await inHand.step('answer', { documents: [await inHand.upload()] }, 'answerAttached');
  await inHand.step('fulfilment', fulfilment, 'fulfilmentOrdered');
  inHand.letters.push('answerSent');
}
