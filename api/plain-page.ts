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

/** Whose pages these are; what `/assets` serves gives them the look of all others. */
export interface House {
  readonly organisation: string;
  readonly version: string;
}

/** The frame of a page that stands outside the operations room: nobody has to be signed in, and nothing moves. */
export function plainPage(
  { organisation, version }: House,
  title: string,
  main: Html,
  { head = html``, isWide = false }: { readonly head?: Html; readonly isWide?: boolean } = {},
): string {
  const content = html`<main ${isWide ? '' : html`class="narrow"`} id="main" tabindex="-1">
    <h1>${title}</h1>
    ${main}
  </main>`;
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title} · Duly</title>
        <link rel="icon" href="/assets/duly.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/duly.css" />
        ${head}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="head">
          <div class="org"><b>Duly</b> ${organisation}</div>
        </header>
        ${isWide ? html`<div class="page">${content}</div>` : content}
        <footer class="foot">
          <span>Duly ${version}</span><span>Duly supports legal judgement. It does not replace it.</span>
          <a href="/docs">Documentation of the API</a>
        </footer>
      </body>
    </html> `.text;
}

/** A problem, told to somebody in a browser; whoever is not signed in is led to where one signs in, and back. */
export function problemPage(house: House, { title, status, detail, article, instance }: Problem, url: string): string {
  const aside = html`<p class="small grey">${STATUS_CODES[status] ?? 'Error'} (${status}) · ${instance ?? ''}</p>`;
  if (status === 401) {
    const signIn = `/sign-in?then=${encodeURIComponent(url)}`;
    const main = html`<p>This page is for people of the organisation.</p>
      <p><a class="button" href="${signIn}">Sign in</a></p>
      ${aside}`;
    return plainPage(house, 'Sign in to go on', main);
  }
  const main = html`<p>${detail ?? 'Something went wrong here. It was recorded, and nothing was lost.'}</p>
    ${article === undefined ? '' : html`<p class="law">${article}</p>`}
    <p><a class="button" href="/">To the start</a></p>
    ${aside}`;
  return plainPage(house, title, main);
}
