import { livingKeysUnder, rewrapKeys } from '../database/key-rewrapping.js';
import { parseKeyEncryptionKeys } from '../database/key-encryption.js';
import { createPool } from '../database/pool.js';
import { readKeysConfig } from './config.js';
import type { ExitCode, Output } from './output.js';

/** `duly rewrap-keys`: every living key comes under the first key-encryption key; a second time finds none. */
export async function rewrapAllKeys(output: Output): Promise<ExitCode> {
  const config = readKeysConfig();
  const keks = parseKeyEncryptionKeys(config.DULY_KEY_ENCRYPTION_KEYS);
  const pool = createPool(config.DATABASE_URL, (error) => {
    output.complain(error.message);
  });
  try {
    let rewrapped = 0;
    for (let some = await rewrapKeys(pool, keks); some > 0; some = await rewrapKeys(pool, keks)) rewrapped += some;
    output.say(`${rewrapped} keys were wrapped anew under ${keks.current.id}.`);
    const under = await livingKeysUnder(pool);
    const others = [...under.keys()].filter((id) => id !== keks.current.id);
    for (const id of others) {
      const still = `${under.get(id) ?? 0} keys are still under ${id}.`;
      output.complain(`${still} Restart what runs with ${keks.current.id} first, then run this once more.`);
    }
    for (const id of [...keks.all.keys()].filter((each) => !under.has(each))) {
      output.say(`${id} wraps no living key. Drop it when the last backup of before today has expired.`);
    }
    return others.length === 0 ? 0 : 1;
  } finally {
    await pool.end();
  }
}
