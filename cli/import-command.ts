import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { z } from 'zod';
import { parseKeyEncryptionKeys } from '../database/key-encryption.js';
import { createKeys } from '../database/keys.js';
import { createPool } from '../database/pool.js';
import { breachRoles } from '../domain/breach.js';
import { controllerOf } from '../domain/organisation.js';
import { createBreachRegistrar } from '../intake/breach-registrar.js';
import { createBreachDesk } from '../intake/case-desk.js';
import { importIncident } from '../intake/incident-import.js';
import type { Imported } from '../intake/incident-import.js';
import { verisRecord } from '../intake/veris.js';
import type { VerisRecord } from '../intake/veris.js';
import { readOrganisation } from '../organisation/read.js';
import { caseCodec } from '../temporal/codec.js';
import { connectClient, temporalSettings } from '../temporal/connection.js';
import { dataConverter } from '../temporal/data-converter.js';
import { readIntakeConfig } from './config.js';
import type { ExitCode, Output } from './output.js';

export interface ImportIncidentsOptions {
  readonly roles: string;
  readonly controller?: string;
}

const rolesAsked = z.array(z.enum(breachRoles)).min(1).max(2);

/** `duly import-incidents`: a line per incident; 1 where one of them could not be read. */
export async function importIncidents(
  file: string,
  options: ImportIncidentsOptions,
  output: Output,
  now = () => new Date().toISOString(),
): Promise<ExitCode> {
  const config = readIntakeConfig();
  const roles = rolesAsked.parse(options.roles.split(','));
  const organisation = await readOrganisation(config.DULY_ORGANISATION);
  const controller = controllerOf(organisation, options.controller ?? organisation.controllersInHouse[0]?.id ?? '');
  if (controller === undefined) throw new Error('The organisation file knows no such controller.');
  const pool = createPool(config.DATABASE_URL, (error) => {
    output.complain(error.message);
  });
  const keys = createKeys({ pool, keks: parseKeyEncryptionKeys(config.DULY_KEY_ENCRYPTION_KEYS), now });
  const settings = temporalSettings(config.environment);
  const client = connectClient(settings, dataConverter(caseCodec(keys, { namespace: settings.namespace })));
  const desk = createBreachDesk({ client, pool, keys, taskQueue: config.DULY_CASES_QUEUE });
  const serverKey = config.DULY_SERVER_KEY;
  const registrar = createBreachRegistrar({ pool, keys, organisation, serverKey, now });
  try {
    let code: ExitCode = 0;
    let place = 0;
    for await (const line of createInterface({ input: createReadStream(file, 'utf8') })) {
      place += 1;
      if (line.trim() === '') continue;
      const record = recordIn(line);
      if (record === undefined) {
        output.complain(`Line ${String(place)} is no VERIS record.`);
        code = 1;
        continue;
      }
      const imported = await importIncident(record, { pool, keys, desk, registrar, serverKey, controller, roles });
      output.say(`${record.incident_id}: ${sentence(imported)}`);
    }
    return code;
  } finally {
    await client.connection.close();
    await pool.end();
  }
}

function recordIn(line: string): VerisRecord | undefined {
  try {
    return verisRecord.safeParse(JSON.parse(line)).data;
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function sentence(imported: Imported): string {
  switch (imported.outcome) {
    case 'opened':
      return `opened ${imported.reference}; say there ${imported.toAsk.join('; ')}.`;
    case 'known':
      return 'has a case already.';
    case 'incomplete':
      return `not opened; missing: ${imported.missing.join('; ')}.`;
    case 'refused':
      return `not opened; refused: ${imported.refusal}.`;
  }
}
