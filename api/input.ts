import type { z } from 'zod';
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
