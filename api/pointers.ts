import type { ZodError } from 'zod';

export interface InputError {
  /** RFC 6901. */
  readonly pointer: string;
  readonly message: string;
}

export function pointersIn(error: ZodError): InputError[] {
  return error.issues.flatMap(pointersOf);
}

type Issue = ZodError['issues'][number];

/** Unknown fields are told one by one, each where it stands. */
function pointersOf(issue: Issue): InputError[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      pointer: pointerTo([...issue.path, key]),
      message: 'This field is not known here.',
    }));
  }
  const meant = issue.code === 'invalid_union' ? meantBranch(issue.errors) : undefined;
  if (meant !== undefined) return meant.flatMap((each) => pointersOf({ ...each, path: [...issue.path, ...each.path] }));
  return [{ pointer: pointerTo(issue.path), message: issue.message }];
}

/** A list is not one thing done wrong, nor the other way round: only a branch of the kind that was sent says where. */
function meantBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const ofTheKind = branches.filter((issues) =>
    issues.every(({ code, path }) => code !== 'invalid_type' || path.length > 0),
  );
  return ofTheKind.length === 1 ? ofTheKind[0] : undefined;
}

const LONGEST_STEP = 100;

/** RFC 6901. Names of fields come from the caller, so they are cut. */
function pointerTo(path: readonly PropertyKey[]): string {
  return path
    .map((key) => `/${String(key).slice(0, LONGEST_STEP).replaceAll('~', '~0').replaceAll('/', '~1')}`)
    .join('');
}
