const LONGEST = 120;
const LONGEST_EXTENSION = 16;
/** Controls, and what makes text run backwards or stay invisible: names that are not what they seem. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/gu;
const RESERVED = /[<>:"|?*%;]/g;
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** A name that every file system takes and no browser misreads, from whatever somebody sent. */
export function sanitiseFileName(given: string): string {
  const base =
    given
      .slice(-4 * LONGEST)
      .normalize('NFC')
      .split(/[\\/]/)
      .at(-1) ?? '';
  const plain = base
    .replace(DECEPTIVE, '')
    .replace(RESERVED, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if (plain === '') return 'document';
  return shorten(DEVICE.test(plain) ? `_${plain}` : plain);
}

/** The extension stays: it tells what opens the file. */
function shorten(name: string): string {
  const letters = Array.from(name);
  if (letters.length <= LONGEST) return name;
  const dot = letters.lastIndexOf('.');
  const extension = dot > 0 && letters.length - dot <= LONGEST_EXTENSION ? letters.slice(dot) : [];
  return [...letters.slice(0, LONGEST - extension.length), ...extension].join('');
}
