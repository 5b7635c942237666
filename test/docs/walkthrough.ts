export interface WalkedStep {
  readonly command: string;
  /** What the document says comes back. */
  readonly expected: { readonly form: 'json' | 'text'; readonly content: string };
}

const pair = /```sh\n([\s\S]*?)```\n(?:\n[^`]*?)??\n?```(json|text)\n([\s\S]*?)```/g;

/** Each block of commands with the answer that follows it. */
export function stepsOf(markdown: string): readonly WalkedStep[] {
  return [...markdown.matchAll(pair)].map(([, command = '', form, content = '']) => ({
    command,
    expected: { form: form === 'json' ? 'json' : 'text', content },
  }));
}

export function commandsIn(markdown: string): number {
  return markdown.match(/```sh\n/g)?.length ?? 0;
}
