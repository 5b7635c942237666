// prettier-ignore
/** The Member States, the EEA states that apply the GDPR, and the United Kingdom, by ISO 3166. */
export const memberStates = [
  'AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IT', 'LT', 'LU', 'LV',
  'MT', 'NL', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK', 'IS', 'LI', 'NO', 'GB',
] as const;
export type MemberState = (typeof memberStates)[number];

/** The codes that the Union's own documents use where ISO 3166 has another. */
const unionCodes: Readonly<Record<string, string>> = { EL: 'GR', UK: 'GB' };

export function memberStateOf(code: string): MemberState | undefined {
  const iso = unionCodes[code] ?? code;
  return memberStates.find((known) => known === iso);
}
