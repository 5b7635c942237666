import { z } from 'zod';
import { pointersIn } from './pointers.js';
import { problem, Told } from './problem.js';

export type InputPart = 'body' | 'query' | 'path';

/** What the caller sent does not fit. A ZodError from anywhere else is a defect of ours and is not told. */
export class InvalidInput extends Told {
  override readonly name = 'InvalidInput';
  constructor(error: z.ZodError, part: InputPart) {
    const errors = pointersIn(error).map((each) => ({ in: part, ...each }));
    super({ ...problem('InvalidRequest', 422, 'The request is understood, but not valid.'), errors });
  }
}

/** Parses what came from outside. */
export function parseInput<T>(schema: z.ZodType<T>, value: unknown, part: InputPart = 'body'): T {
  const read = schema.safeParse(value);
  if (!read.success) throw new InvalidInput(read.error, part);
  return read.data;
}

/** For what a schema cannot know: an id that names nothing, a cursor that was never given out. */
/** One field at the top, or the way to one further down. */
export function invalidField(field: string | (string | number)[], message: string, part: InputPart): InvalidInput {
  const path = [field].flat();
  return new InvalidInput(new z.ZodError([{ code: 'custom', path, message, input: undefined }]), part);
}
