import type { OutsideController } from '../domain/organisation.js';
import type { Instant } from '../domain/time.js';
import type { Queryable } from './pool.js';
import { deriveKey, open, seal, secretKey } from './sealing.js';
import type { SecretKey } from './sealing.js';

/** Controllers for whom we process: those of the organisation file, and those that were put in by the hundreds. */
export interface OutsideControllers {
  /** In the order of their ids; what was put in replaces what the file says of the same id. */
  all(): Promise<readonly OutsideController[]>;
  /** Those put in; the file's own stay, until the file says otherwise. */
  remove(ids: readonly string[]): Promise<number>;
  put(controllers: readonly OutsideController[], by: string, at: Instant): Promise<void>;
}

/** Their contacts name people, so they lie under a key that is not in the database. */
export function createOutsideControllers(
  db: Queryable,
  serverKey: Uint8Array,
  ofFile: readonly OutsideController[],
): OutsideControllers {
  const key = deriveKey(secretKey(serverKey), 'outside-controllers');
  return {
    async all() {
      const { rows } = await db.query<{ id: string; particulars: Buffer }>(
        'SELECT controller_id AS id, particulars FROM duly.outside_controller',
      );
      const put = rows.map(({ id, particulars }) => opened(key, id, particulars));
      const ids = new Set(put.map(({ id }) => id));
      const known = [...put, ...ofFile.filter(({ id }) => !ids.has(id))];
      return known.sort((one, other) => (one.id < other.id ? -1 : 1));
    },
    async remove(ids) {
      const { rowCount } = await db.query('DELETE FROM duly.outside_controller WHERE controller_id = ANY($1)', [ids]);
      return rowCount ?? 0;
    },
    async put(controllers, by, at) {
      await db.query(
        `INSERT INTO duly.outside_controller (controller_id, services, last_checked_on, particulars, changed_at, changed_by)
         SELECT id, string_to_array(services, ' '), checked, particulars, $5, $6
         FROM unnest($1::text[], $2::text[], $3::date[], $4::bytea[]) AS put (id, services, checked, particulars)
         ON CONFLICT (controller_id) DO UPDATE SET
           services = excluded.services, last_checked_on = excluded.last_checked_on,
           particulars = excluded.particulars, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
        [
          controllers.map(({ id }) => id),
          controllers.map(({ services }) => services.join(' ')),
          controllers.map(({ lastCheckedOn }) => lastCheckedOn ?? null),
          controllers.map((controller) => sealed(key, controller)),
          at,
          by,
        ],
      );
    },
  };
}

function sealed(key: SecretKey, controller: OutsideController): Buffer {
  return seal(key, Buffer.from(JSON.stringify(controller)), ['outside-controller', controller.id]);
}

/** What stands there was checked when it was put. */
function opened(key: SecretKey, id: string, particulars: Buffer): OutsideController {
  return JSON.parse(open(key, particulars, ['outside-controller', id]).toString('utf8')) as OutsideController;
}
