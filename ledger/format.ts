/** What was read does not have the form that its format prescribes, or is not signed by the key that it should be. */
export class LedgerFormatError extends Error {
  override readonly name = 'LedgerFormatError';
}

/** Base64 in its one canonical spelling; Node alone would read nearly anything. */
export function fromBase64(text: string): Buffer {
  const bytes = Buffer.from(text, 'base64');
  if (bytes.toString('base64') !== text) throw new LedgerFormatError('not canonical base64');
  return bytes;
}

export function hashFromBase64(text: string): Buffer {
  const hash = fromBase64(text);
  if (hash.length !== 32) throw new LedgerFormatError('a hash has 32 bytes');
  return hash;
}

/** A whole number without sign or leading zeros. */
export function countFrom(text: string): number {
  const count = Number(text);
  if (!/^(0|[1-9]\d{0,15})$/.test(text) || !Number.isSafeInteger(count)) {
    throw new LedgerFormatError('a number is written in decimal digits, without leading zeros');
  }
  return count;
}
