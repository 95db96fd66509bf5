/** The token that Google's API wants: signed with the key of the service account, kept until it runs out. */
import type { JWT } from 'google-auth-library';
import { SheetsFault } from './fault';
import type { ServiceAccount } from './account';

const SCOPE = 'https://www.googleapis.com/auth/spreadsheets';
const TIMEOUT_MS = 15_000;
/** Statuses after which the same may go well. */
const LATER = (status: number): boolean => status === 429 || status >= 500;

export interface Tokens {
  /** @throws SheetsFault */
  readonly of: (account: ServiceAccount) => Promise<string>;
  /** The API took the last one for invalid. */
  readonly forget: () => void;
}

export function tokens(tokenUrl: string): Tokens {
  let held: { readonly key: string; readonly jwt: JWT } | undefined;
  const jwtOf = async (account: ServiceAccount): Promise<JWT> => {
    if (held?.key === account.private_key) return held.jwt;
    // Thirteen megabytes on the disk: loaded where there is a spreadsheet only.
    const { JWT } = await import('google-auth-library');
    const jwt = new JWT({
      email: account.client_email,
      key: account.private_key,
      ...(account.private_key_id !== undefined && { keyId: account.private_key_id }),
      scopes: [SCOPE],
      // The library has the address of the tokens built in. Where to ask is a setting, never a field of the key.
      transporterOptions: {
        fetchImplementation: (_, init) =>
          fetch(tokenUrl, {
            ...(init as RequestInit),
            redirect: 'error',
            signal: AbortSignal.timeout(TIMEOUT_MS),
          }),
      },
    });
    held = { key: account.private_key, jwt };
    return jwt;
  };
  return {
    async of(account) {
      const jwt = await jwtOf(account);
      try {
        const { token } = await jwt.getAccessToken();
        if (token) return token;
      } catch (error) {
        held = undefined;
        throw faultOf(error);
      }
      throw new SheetsFault('refused', 'Google gave no token for the service account');
    },
    forget: () => void (held = undefined),
  };
}

/** The error holds the signed request: only what is known of it is passed on. */
function faultOf(error: unknown): SheetsFault {
  const { response, code } = error as {
    response?: { status?: number; data?: { error?: unknown } };
    code?: unknown;
  };
  const status = response?.status;
  if (status !== undefined) {
    const said = response?.data?.error;
    const word = typeof said === 'string' && /^\w{1,40}$/.test(said) ? ` (${said})` : '';
    const text = `Google gave no token: status ${status}${word}`;
    if (LATER(status)) return new SheetsFault('later', text);
    return new SheetsFault(
      'refused',
      `${text}; check that the service account and its key still exist, and this machine's clock`,
    );
  }
  if (typeof code === 'string' && code.startsWith('ERR_OSSL'))
    return new SheetsFault('refused', 'the private key of the service account is damaged: make a new one');
  return new SheetsFault('later', "Google's address for tokens can't be reached");
}
