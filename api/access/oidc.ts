/** Signing in by an OpenID provider: authorization code with PKCE, state and nonce, all kept in the browser's session here. */
import type * as client from 'openid-client';
import { isLoopback } from '../../config';
import type { SignInConfig } from '../../config/sign-in-settings';
import { type Context, loginOf } from '../context';
import { HttpError } from '../http/errors';
import { localPath } from '../http/local-path';
import { addressOf } from '../http/way';
import type { SignedIn } from './sign-in';

type Settings = NonNullable<SignInConfig['oidc']>;

export const CALLBACK_PATH = '/login/oidc/callback';
/** The provider may have been away, or have new keys. */
const KNOWN_FOR_MS = 600_000;

export function openIdProvider(settings: Settings) {
  let known: { readonly configuration: client.Configuration; readonly atMs: number } | undefined;

  async function configuration(library: typeof client): Promise<client.Configuration> {
    if (known && performance.now() - known.atMs < KNOWN_FOR_MS) return known.configuration;
    const issuer = new URL(settings.issuer);
    // In the clear only where nobody can listen.
    // oxlint-disable-next-line typescript/no-deprecated -- marked so that nobody uses it elsewhere
    const execute = isLoopback(issuer.hostname) ? [library.allowInsecureRequests] : [];
    const found = await library.discovery(issuer, settings.clientId, settings.clientSecret, undefined, {
      execute,
    });
    known = { configuration: found, atMs: performance.now() };
    return found;
  }

  return {
    /** Where the browser is to go. */
    async begin(ctx: Context, next: unknown): Promise<string> {
      const library = await import('openid-client');
      const provider = await configuration(library);
      const login = loginOf(ctx);
      if (!login) throw new Error('There is no session to keep the sign-in in.');
      const [state, nonce, verifier] = [
        library.randomState(),
        library.randomNonce(),
        library.randomPKCECodeVerifier(),
      ];
      login.oidc = { state, nonce, verifier, next: localPath(next) };
      return library.buildAuthorizationUrl(provider, {
        redirect_uri: callbackOf(ctx),
        scope: settings.scopes,
        ...{ state, nonce, code_challenge_method: 'S256' },
        code_challenge: await library.calculatePKCECodeChallenge(verifier),
      }).href;
    },

    /** Who came back. @throws HttpError where it isn't the end of what this browser began, or the provider says no */
    async end(ctx: Context): Promise<SignedIn & { readonly next: string }> {
      const login = loginOf(ctx);
      const begun = login?.oidc;
      if (!login || !begun) throw failed('it was not begun in this browser, or too long ago');
      // Once: a second try begins anew.
      delete login.oidc;
      const library = await import('openid-client');
      const tokens = await library
        .authorizationCodeGrant(await configuration(library), new URL(callbackOf(ctx) + ctx.search), {
          ...{ expectedState: begun.state, expectedNonce: begun.nonce, pkceCodeVerifier: begun.verifier },
          idTokenExpected: true,
        })
        .catch((error: unknown) => {
          throw failed(error instanceof Error ? error.message : String(error), error);
        });
      const claims = tokens.claims();
      const name = claims?.[settings.userClaim];
      if (!claims || typeof name !== 'string')
        throw failed(`the provider gave no claim ${settings.userClaim} (OIDC_USER_CLAIM)`);
      // Some send it as text. Where it is left out all addresses are the provider's own.
      const { email_verified: isVerified } = claims;
      if (settings.userClaim === 'email' && (isVerified === false || isVerified === 'false'))
        throw failed('the provider has not verified the email address');
      const groups = [claims[settings.groupsClaim] ?? []].flat().map(String);
      return { name, groups, source: 'oidc', subject: `${claims.iss} ${claims.sub}`, next: begun.next };
    },
  };
}

function callbackOf({ state: { way } }: Context): string {
  return addressOf(way) + CALLBACK_PATH;
}

const failed = (why: string, cause?: unknown): HttpError =>
  new HttpError(403, 'sign_in_failed', `The sign-in failed: ${why}. Begin again at the login page.`, [], {
    cause,
  });
