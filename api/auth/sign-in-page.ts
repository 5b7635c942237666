import { html, plainPage } from '../plain-page.js';
import type { House } from '../plain-page.js';

export interface SignInView {
  readonly then: string;
  readonly withProvider: boolean;
  /** From a one-time link. */
  readonly token?: string;
  /** What was sent signs nobody in. */
  readonly refused?: boolean;
}

export function signInPage(house: House, { then, withProvider, token, refused = false }: SignInView): string {
  if (token !== undefined) {
    return plainPage(
      house,
      'Sign in',
      html`<p>This link signs you in once, on this device, for eight hours.</p>
        <form method="post" action="/sign-in">
          <input type="hidden" name="token" value="${token}" />
          <input type="hidden" name="then" value="${then}" />
          <div><button class="button">Sign in</button></div>
        </form>`,
    );
  }
  const provider = html`<p>
    <a class="button" href="/sign-in/oidc?then=${encodeURIComponent(then)}">Sign in with your organisation’s account</a>
  </p>`;
  const form = html`<form method="post" action="/sign-in">
    <div class="field">
      <label for="token">Token</label>
      <span class="hint small" id="token-hint"
        >One that you were given. It was printed when Duly started, or sent to you.</span
      >
      <input id="token" name="token" required autocomplete="off" spellcheck="false" aria-describedby="token-hint" />
    </div>
    <input type="hidden" name="then" value="${then}" />
    <div><button class="button">Sign in</button></div>
  </form>`;
  const problem = html`<p class="note" data-state="late" role="alert">
    <b>Not signed in.</b> This link or token was used before, or its time is over: each signs in once. Ask for a new
    one; on your own machine Duly prints new ones whenever it starts.
  </p>`;
  return plainPage(house, 'Sign in', html`${refused ? problem : ''}${withProvider ? provider : form}`);
}

/**
 * After the provider sent the browser back. A redirect would still count as coming from its site, and the strict cookie
 * that was set a moment ago would stay at home; a page of ours starts afresh.
 */
export function continuePage(house: House, then: string): string {
  return plainPage(house, 'Signed in', html`<p><a class="button" href="${then}">Go on</a></p>`, {
    head: html`<meta http-equiv="refresh" content="0;url=${then}" />`,
  });
}
