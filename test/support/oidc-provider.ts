import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import type { JWTPayload } from 'jose';

export interface OidcProvider {
  readonly issuer: string;
  accessToken(claims: JWTPayload): Promise<string>;
  /** Where the browser would be sent back to; `wrong` replaces right claims of the ID token, to see them refused. */
  authorize(url: URL, wrong?: JWTPayload): URL;
  close(): Promise<void>;
}

/** A small OpenID provider: discovery, keys, authorization code with PKCE. It signs in everybody who asks. */
export async function startOidcProvider(clientId: string, clientSecret: string): Promise<OidcProvider> {
  const { privateKey, publicKey } = await generateKeyPair('ES256');
  const jwk = { ...(await exportJWK(publicKey)), kid: 'one', alg: 'ES256', use: 'sig' };
  const codes = new Map<
    string,
    { readonly challenge: string; readonly claims: JWTPayload; readonly redirectUri: string }
  >();
  const server = createServer((request, response) => {
    void answer(request, response);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const issuer = `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;

  const sign = (claims: JWTPayload) => {
    const now = Math.floor(Date.now() / 1000);
    return new SignJWT({ iss: issuer, iat: now, exp: now + 300, ...claims })
      .setProtectedHeader({ alg: 'ES256', kid: 'one' })
      .sign(privateKey);
  };

  const provider: OidcProvider = {
    issuer,
    accessToken: (claims) => sign({ jti: randomUUID(), ...claims }),
    authorize(url, wrong = {}) {
      const asked = url.searchParams;
      const code = randomUUID();
      codes.set(code, {
        challenge: asked.get('code_challenge') ?? '',
        claims: { sub: 'idp-7', roles: ['operator'], nonce: asked.get('nonce') ?? '', ...wrong },
        redirectUri: asked.get('redirect_uri') ?? '',
      });
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', asked.get('state') ?? '');
      return back;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('content-type', 'application/json');
    const endpoints = {
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
    };
    if (request.url === '/.well-known/openid-configuration') response.end(JSON.stringify(endpoints));
    else if (request.url === '/keys') response.end(JSON.stringify({ keys: [jwk] }));
    else await redeem(request, response);
  }

  async function redeem(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const form = new URLSearchParams((await request.toArray()).join(''));
    const kept = codes.get(form.get('code') ?? '');
    codes.delete(form.get('code') ?? '');
    const verifier = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const credentials = Buffer.from(request.headers.authorization?.slice('Basic '.length) ?? '', 'base64').toString();
    const isRight =
      kept?.challenge === verifier &&
      kept.redirectUri === form.get('redirect_uri') &&
      decodeURIComponent(credentials) === `${clientId}:${clientSecret}`;
    if (!isRight) {
      response.writeHead(400).end('{"error":"invalid_grant"}');
      return;
    }
    const token = await sign({ aud: clientId, ...kept.claims });
    response.end(JSON.stringify({ id_token: token, access_token: 'x', token_type: 'Bearer' }));
  }

  return provider;
}
