import type { RequiredPart } from '../domain/letter.js';
import type { Printed, View } from './view.js';

/**
 * The first required part that is empty, or that the template does not print. Looked for twice: as it is written in the
 * text, and by its mark in the probe, because a text may happen to hold the same words elsewhere.
 */
export function firstMissing(
  required: readonly RequiredPart[],
  view: View,
  { text, probe }: { readonly text: string; readonly probe: string },
): RequiredPart | undefined {
  const line = unspaced(text);
  return required.find(({ part }) => {
    const leaves = leavesOf(view[part] ?? null, part);
    const isPrinted = leaves.every(
      ({ path, value }) => value !== '' && line.includes(unspaced(value)) && probe.includes(marker(path)),
    );
    return leaves.length === 0 || !isPrinted;
  });
}

/** The same view with a mark in the place of every text: what the template prints, whatever the texts happen to say. */
export function markers(view: View): View {
  return Object.fromEntries(Object.entries(view).map(([key, value]) => [key, marked(value, key)]));
}

function marked(value: Printed, path: string): Printed {
  if (typeof value === 'string') return marker(path);
  if (value === null || value === true) return value;
  if (isList(value)) return value.map((item, index) => marked(item, `${path}.${index}`));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, marked(item, `${path}.${key}`)]));
}

function marker(path: string): string {
  return `⟦${path}⟧`;
}

interface Leaf {
  readonly path: string;
  readonly value: string;
}

function leavesOf(value: Printed, path: string): readonly Leaf[] {
  if (typeof value === 'string') return [{ path, value: value.trim() }];
  if (value === null || value === true) return [];
  const children = isList(value) ? [...value.entries()] : Object.entries(value);
  return children.flatMap(([key, item]) => leavesOf(item, `${path}.${key}`));
}

function isList(value: Printed): value is readonly Printed[] {
  return Array.isArray(value);
}

export function unspaced(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}
