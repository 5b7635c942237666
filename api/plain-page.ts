import { STATUS_CODES } from 'node:http';
import type { Problem } from './problem.js';

/** Text that has been escaped, or was written by us. */
export class Html {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

type Shown = string | number | Html | readonly Html[];

/** Escapes what is put in, so that no page shows the markup of a stranger. */
export function html(parts: TemplateStringsArray, ...values: readonly Shown[]): Html {
  return new Html(parts.map((part, index) => part + shown(values[index] ?? '')).join(''));
}

function shown(value: Shown): string {
  if (value instanceof Html) return value.text;
  if (typeof value === 'object') return value.map(({ text }) => text).join('\n');
  return escaped(String(value));
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');
}

export const plainStylesPath = '/plain.css';

/** For the few pages that must work before and without the operations room. */
export function plainPage(title: string, main: Html, head: Html = html``): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Duly</title>
        <link rel="stylesheet" href="${plainStylesPath}" />
        ${head}
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${main}
        </main>
      </body>
    </html> `.text;
}

export function problemPage({ title, status, detail, instance }: Problem): string {
  const main = html`<p>${detail ?? 'Something went wrong here. It was recorded, and nothing was lost.'}</p>
    <p class="aside">${STATUS_CODES[status] ?? 'Error'} (${status}) · ${instance ?? ''}</p>
    <p><a href="/">Back to the start</a></p>`;
  return plainPage(title, main);
}

export const plainStyles = `:root { color-scheme: light dark; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: Canvas; color: CanvasText; }
main { max-width: 72ch; margin: 0 auto; padding: 2rem 1rem; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.25rem; margin-top: 2rem; border-top: 1px solid GrayText; padding-top: 1rem; }
h3 { font-size: 1rem; overflow-wrap: anywhere; }
label { display: block; font-weight: 600; }
input { font: inherit; width: 100%; box-sizing: border-box; padding: .5rem; }
button { font: inherit; padding: .5rem 1rem; margin-top: 1rem; cursor: pointer; }
:focus-visible { outline: 3px solid Highlight; outline-offset: 2px; }
pre { overflow-x: auto; padding: 1rem; border: 1px solid GrayText; }
summary { cursor: pointer; }
.aside { font-size: .875rem; }
.alert { border-left: 4px solid; padding-left: 1rem; }
`;
