import { createHash } from 'node:crypto';

/** Says yes to the same parts once, and remembers the last few thousand: a replay must not ring again. */
export function createOnce(remembered = 5_000): (parts: readonly (string | Uint8Array)[]) => boolean {
  const seen = new Set<string>();
  return (parts) => {
    const print = createHash('sha256');
    for (const part of parts) print.update(part).update('\0');
    const name = print.digest('base64');
    if (seen.has(name)) return false;
    seen.add(name);
    const [oldest] = seen;
    if (seen.size > remembered && oldest !== undefined) seen.delete(oldest);
    return true;
  };
}
