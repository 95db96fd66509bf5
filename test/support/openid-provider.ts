/** A small OpenID provider on loopback: it signs in whom the test says, checks PKCE, and gives signed tokens. */
import { createHash, createPublicKey, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export interface OpenIdProvider {
  readonly issuer: string;
  /** Of who signs in next; changes what the ID token says. */
  claims: Record<string, unknown>;
  close(): Promise<void>;
}

interface Begun {
  readonly nonce: string;
  readonly challenge: string;
  readonly redirect: string;
}

const KEY_BITS = 2048;
const VALID_SECONDS = 300;
const encoded = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function startOpenIdProvider(clientId: string): Promise<OpenIdProvider> {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: KEY_BITS });
  const jwk = {
    ...createPublicKey(privateKey).export({ format: 'jwk' }),
    kid: '1',
    alg: 'RS256',
    use: 'sig',
  };
  const begun = new Map<string, Begun>();
  const provider = { issuer: '', claims: {} as Record<string, unknown> };

  const idToken = (nonce: string): string => {
    const now = Math.floor(Date.now() / 1_000);
    const own = { iss: provider.issuer, aud: clientId, iat: now, exp: now + VALID_SECONDS, nonce };
    const signed = `${encoded({ alg: 'RS256', kid: '1' })}.${encoded({ ...own, ...provider.claims })}`;
    return `${signed}.${sign('sha256', Buffer.from(signed), privateKey).toString('base64url')}`;
  };
  const answer = (response: ServerResponse, body: object, status = 200): void => {
    response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams: query } = new URL(request.url ?? '/', provider.issuer);
    if (pathname === '/.well-known/openid-configuration') {
      answer(response, {
        issuer: provider.issuer,
        ...{
          authorization_endpoint: `${provider.issuer}/authorize`,
          token_endpoint: `${provider.issuer}/token`,
        },
        ...{ jwks_uri: `${provider.issuer}/keys`, response_types_supported: ['code'] },
        ...{ subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256'] },
      });
    } else if (pathname === '/keys') answer(response, { keys: [jwk] });
    else if (pathname === '/authorize') {
      const code = randomUUID();
      const redirect = query.get('redirect_uri') ?? '';
      begun.set(code, {
        nonce: query.get('nonce') ?? '',
        challenge: query.get('code_challenge') ?? '',
        redirect,
      });
      const back = new URLSearchParams({ code, state: query.get('state') ?? '' });
      response.writeHead(302, { Location: `${redirect}?${back.toString()}` }).end();
    } else if (pathname === '/token') {
      const form = new URLSearchParams(await text(request));
      const one = begun.get(form.get('code') ?? '');
      begun.delete(form.get('code') ?? '');
      const proof = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      const isRight = one?.challenge === proof && one.redirect === form.get('redirect_uri');
      if (!one || !isRight) answer(response, { error: 'invalid_grant' }, 400);
      else
        answer(response, {
          access_token: 'x',
          token_type: 'Bearer',
          expires_in: 60,
          id_token: idToken(one.nonce),
        });
    } else answer(response, {}, 404);
  }

  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  provider.issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return Object.assign(provider, {
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  });
}
