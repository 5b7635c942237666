import { html, plainPage } from '../plain-page.js';

export interface SignInView {
  readonly then: string;
  readonly withProvider: boolean;
  /** From a one-time link. */
  readonly token?: string;
  /** What was sent signs nobody in. */
  readonly refused?: boolean;
}

export function signInPage({ then, withProvider, token, refused = false }: SignInView): string {
  if (token !== undefined) {
    return plainPage(
      'Sign in',
      html`<p>This link signs you in once, on this device, for eight hours.</p>
        <form method="post" action="/sign-in">
          <input type="hidden" name="token" value="${token}" />
          <input type="hidden" name="then" value="${then}" />
          <button>Sign in</button>
        </form>`,
    );
  }
  const provider = html`<p>
    <a href="/sign-in/oidc?then=${encodeURIComponent(then)}">Sign in with your organisation’s account</a>
  </p>`;
  const form = html`<form method="post" action="/sign-in">
    <label for="token">Token</label>
    <p id="token-hint">One that you were given. It was printed when Duly started, or sent to you.</p>
    <input id="token" name="token" required autocomplete="off" spellcheck="false" aria-describedby="token-hint" />
    <input type="hidden" name="then" value="${then}" />
    <button>Sign in</button>
  </form>`;
  const problem = html`<p class="alert" role="alert">
    <b>Not signed in.</b> This link or token was used before, or its time is over: each signs in once. Ask for a new
    one; on your own machine Duly prints new ones whenever it starts.
  </p>`;
  return plainPage('Sign in', html`${refused ? problem : ''}${withProvider ? provider : form}`);
}

/**
 * After the provider sent the browser back. A redirect would still count as coming from its site, and the strict cookie
 * that was set a moment ago would stay at home; a page of ours starts afresh.
 */
export function continuePage(then: string): string {
  return plainPage(
    'Signed in',
    html`<p><a href="${then}">Go on</a></p>`,
    html`<meta http-equiv="refresh" content="0;url=${then}" />`,
  );
}
