import { inject } from 'vitest';

/** The workflows as they would be with other numbers in them; shipped code has no switch for tests. */
function changed(replacements: readonly (readonly [RegExp, string])[]): string {
  return replacements.reduce((code, [pattern, replacement]) => {
    if (!pattern.test(code)) throw new Error(`the bundle has no ${pattern.source}`);
    return code.replace(pattern, replacement);
  }, inject('workflows'));
}

/** Letters are given up after seconds instead of a day. */
export const hastyBundle = (): string =>
  changed([
    [
      /startToCloseTimeout: '2 minutes',([^}]*?)scheduleToCloseTimeout: '1 day'/,
      "startToCloseTimeout: '2 seconds',$1scheduleToCloseTimeout: '4 seconds'",
    ],
  ]);

/** A run goes on in a new one after a few updates. */
export const shortRunBundle = (updates: number): string =>
  changed([[/MAX_UPDATES = 1_?500/, `MAX_UPDATES = ${String(updates)}`]]);

/** A release with a defect: what came of a letter cannot be noted. */
export const defectiveBundle = (): string =>
  changed([[/case 'noteLetter':/, "case 'noteLetter': throw new Error('a defect of ours');"]]);
