import { parseKeyEncryptionKeys } from '../database/key-encryption.js';
import { createKeys } from '../database/keys.js';
import { createPool } from '../database/pool.js';
import { createCaseDesks } from '../intake/case-desk.js';
import { reviveMissing } from '../intake/tending.js';
import { caseCodec } from '../temporal/codec.js';
import { connectClient, temporalSettings } from '../temporal/connection.js';
import { dataConverter } from '../temporal/data-converter.js';
import { registerSearchAttributes } from '../temporal/search-attributes.js';
import { readKeysConfig } from './config.js';
import type { ExitCode, Output } from './output.js';

/** `duly recover`: every open case whose run Temporal has lost starts from its facts; a second time finds none. */
export async function recoverCases(output: Output, now = () => new Date().toISOString()): Promise<ExitCode> {
  const config = readKeysConfig();
  const pool = createPool(config.DATABASE_URL, (error) => {
    output.complain(error.message);
  });
  const keys = createKeys({ pool, keks: parseKeyEncryptionKeys(config.DULY_KEY_ENCRYPTION_KEYS), now });
  const settings = temporalSettings(config.environment);
  const client = connectClient(settings, dataConverter(caseCodec(keys, { namespace: settings.namespace })));
  try {
    await registerSearchAttributes(client.connection, settings.namespace);
    const desks = createCaseDesks({ client, pool, keys, taskQueue: config.DULY_CASES_QUEUE });
    const revived = await reviveMissing({ pool, client, desks });
    output.say(`${revived} cases were started from their facts. Workers go on with them.`);
    return 0;
  } finally {
    await client.connection.close();
    await pool.end();
  }
}
