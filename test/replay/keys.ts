import { KeyUnavailable, SYSTEM_CASE } from '../../database/keys.js';
import type { CaseKeys, DataKey } from '../../database/keys.js';
import { parseKeyEncryptionKeys, unwrapKey } from '../../database/key-encryption.js';
import { deriveKey, secretKey } from '../../database/sealing.js';

/** Protects nothing: it seals invented cases, so that their histories can be read again years later. */
export const recordingKey = '2026-11:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';

/** As `duly.case_key` had it when the history was recorded. */
export interface StoredKey {
  readonly keyId: string;
  readonly caseId: string;
  readonly kekId: string;
  readonly wrapped: string;
}

/** The key of one recorded case, without a database; what is no case's has the same. */
export function storedKeys(stored: StoredKey): Pick<CaseKeys, 'ofCase' | 'byId'> {
  const { keyId, caseId, kekId } = stored;
  const wrapped = Buffer.from(stored.wrapped, 'base64');
  const bytes = unwrapKey(parseKeyEncryptionKeys(recordingKey), { keyId, caseId, kekId, wrapped });
  const dataKey = secretKey(bytes);
  const key: DataKey = {
    keyId,
    caseId,
    encrypt: deriveKey(dataKey, 'encrypt'),
    commit: deriveKey(dataKey, 'commit'),
    document: deriveKey(dataKey, 'document'),
  };
  return {
    ofCase: (asked) =>
      [caseId, SYSTEM_CASE].includes(asked)
        ? Promise.resolve(key)
        : Promise.reject(new KeyUnavailable(asked, 'unknown')),
    byId: (asked) => Promise.resolve(asked === keyId ? key : 'unknown'),
  };
}
