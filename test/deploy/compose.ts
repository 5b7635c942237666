import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

export const root = path.resolve(import.meta.dirname, '../..');

const service = z.looseObject({
  image: z.string(),
  environment: z.record(z.string(), z.string()).default({}),
  ports: z.array(z.string()).default([]),
  user: z.string().optional(),
  read_only: z.boolean().default(false),
  cap_drop: z.array(z.string()).default([]),
  restart: z.string().optional(),
  healthcheck: z.unknown().optional(),
});
const composed = z.looseObject({ services: z.record(z.string(), service) });

export type Composed = z.infer<typeof composed>;

export async function exampleNames(): Promise<readonly string[]> {
  const text = await readFile(path.join(root, 'deploy/example.env'), 'utf8');
  return [...text.matchAll(/^(\w+)=/gm)].map(([, name]) => name ?? '');
}

export async function composeText(): Promise<string> {
  return readFile(path.join(root, 'docker-compose.yml'), 'utf8');
}

/** What a person would fill in: the lines of the example, and secrets of the right form. */
export async function filledIn(): Promise<Record<string, string>> {
  const text = await readFile(path.join(root, 'deploy/example.env'), 'utf8');
  const lines = [...text.matchAll(/^(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value || 'abc123']);
  const key = Buffer.alloc(32, 1).toString('base64url');
  return { ...Object.fromEntries(lines), DULY_SERVER_KEY: key, DULY_KEY_ENCRYPTION_KEYS: `2026-11:${key}` } as Record<
    string,
    string
  >;
}

/** The file as compose reads it: parsed, then filled in. Every variable must be required, so this knows no other form. */
export async function compose(variables: Readonly<Record<string, string>>): Promise<Composed> {
  const fill = (text: string): string =>
    text.replace(/\$\{(\w+):\?[^}]*\}/g, (_, name: string) => variables[name] ?? '');
  const reviver = (_key: unknown, value: unknown): unknown => (typeof value === 'string' ? fill(value) : value);
  return composed.parse(parse(await composeText(), reviver, { merge: true }));
}
