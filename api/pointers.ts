import type { ZodError } from 'zod';

export interface InputError {
  /** RFC 6901. */
  readonly pointer: string;
  readonly message: string;
}

export function pointersIn(error: ZodError): InputError[] {
  return error.issues.flatMap(pointersOf);
}

/** Unknown fields are told one by one, each where it stands. */
function pointersOf(issue: ZodError['issues'][number]): InputError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      message: 'This field is not known here.',
    }));
  }
  return [{ pointer: pointerTo(issue.path), message: issue.message }];
}

const LONGEST_STEP = 100;

/** RFC 6901. Names of fields come from the caller, so they are cut. */
function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((key) => `/${String(key).slice(0, LONGEST_STEP).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
