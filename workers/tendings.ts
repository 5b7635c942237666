import { stageAccessRecords } from '../database/access-staging.js';
import { clearDestroyedKeys } from '../database/key-clearing.js';
import { createKeyDestructions } from '../database/key-destruction.js';
import { startSequencer } from '../database/ledger-sequencer.js';
import { purge } from '../database/purging.js';
import { sumUpNotices } from '../intake/notice-summaries.js';
import { watchForStuckCases } from '../intake/stuck-cases.js';
import { finishRegistrations, reviveMissing, tend } from '../intake/tending.js';
import { logNameOf } from '../ledger/log-name.js';
import { noteSigner } from '../ledger/note.js';
import { signingKeyFrom } from '../ledger/signing-key.js';
import { ringBell } from './bell.js';
import type { WorkerParts } from './parts.js';

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** What looks after mails, registrations, lost cases, the ledger, keys, alarms and what is needed no longer. */
export function startTendings(parts: WorkerParts): { stop(): Promise<void> } {
  const { config, pool, keys, organisation, intake, outside, report } = parts;
  const destructions = createKeyDestructions({ pool, keys, backupRetentionDays: config.DULY_BACKUP_DAYS });
  const key = config.DULY_LEDGER_KEY ?? signingKeyFrom(config.DULY_SERVER_KEY);
  const tendings = [
    startSequencer({ pool, signer: noteSigner(logNameOf(organisation), key), report }),
    tend(SECOND, () => intake.process(), report),
    tend(2 * SECOND, () => finishRegistrations({ ...parts, now: () => Date.now() }), report),
    tend(2 * SECOND, () => sumUpNotices({ pool, desk: parts.desks.breach }), report),
    tend(
      5 * SECOND,
      () => ringBell({ pool, organisation, post: outside.staffPost, publicUrl: config.DULY_PUBLIC_URL }),
      report,
    ),
    tend(20 * SECOND, () => stageAccessRecords(pool, new Date()), report),
    tend(MINUTE, () => reviveMissing(parts), report),
    tend(MINUTE, watchForStuckCases({ pool, now: () => Date.now() }), report),
    tend(MINUTE, () => destructions.destroyDueKeys(new Date().toISOString()), report),
    tend(MINUTE, () => clearDestroyedKeys(pool), report),
    tend(6 * HOUR, () => purge(pool, new Date()), report),
  ];
  return {
    async stop() {
      await Promise.all(tendings.map((tending) => tending.stop()));
    },
  };
}
