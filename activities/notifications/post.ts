/** One POST of JSON, and what its answer means: taken, not taken, or nobody knows. */

export interface Post {
  /** What answers there, for people. */
  readonly name: string;
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** Anything but `sent`; `reason` for people, without the address, which may hold a key. */
export type NotSent =
  /** It was not taken, and may be tried again. */
  | { readonly outcome: 'later'; readonly reason: string; readonly retryAfterMs: number | null }
  /** It was not taken, and another try would be refused too. */
  | { readonly outcome: 'refused'; readonly reason: string }
  /** It may have been taken. */
  | { readonly outcome: 'unknown'; readonly reason: string; readonly retryAfterMs?: number | null };

export type Posted =
  | { readonly outcome: 'sent'; readonly body: string }
  | (NotSent & { readonly status: number | null; readonly body: string });

/** Errors of a connection that never came about: the other side has heard nothing. */
const NEVER_CONNECTED = new Set([
  ...['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT'],
  ...['CERT_HAS_EXPIRED', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'ERR_TLS_CERT_ALTNAME_INVALID'],
  ...['SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'ERR_SSL_WRONG_VERSION_NUMBER'],
  ...['ERR_SSL_PACKET_LENGTH_TOO_LONG', 'EPROTO'],
]);
/** Answers before anything was taken: the request did not arrive whole, or was one too many. */
const LATER = new Set([408, 425, 429]);
/** From here on it failed at its work, or a gateway lost sight of it: how far it came nobody knows. */
const SERVER_ERRORS = 500;

export const neverConnected = (code: string | undefined): boolean =>
  code !== undefined && NEVER_CONNECTED.has(code);

export async function postJson({ name, url, headers, body }: Post, signal: AbortSignal): Promise<Posted> {
  let request: Request;
  try {
    request = new Request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      // Another place must not get what is in it.
      redirect: 'manual',
      signal,
    });
  } catch {
    // Its words name the address or the key.
    const reason = `nothing was sent to ${name}: its address is none that can be used, or its key has characters that no header may have`;
    return { outcome: 'refused', reason, status: null, body: '' };
  }
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    return { ...broken(name, error), status: null, body: '' };
  }
  // The status alone says whether it was taken.
  const text = await response.text().catch(() => '');
  const { status } = response;
  if (response.ok) return { outcome: 'sent', body: text };
  const facts = { status, body: text, reason: `${name} answered with status ${status}` };
  if (status < SERVER_ERRORS && !LATER.has(status)) return { ...facts, outcome: 'refused' };
  const pauseMs = retryAfterMs(response.headers.get('retry-after'));
  return { ...facts, outcome: LATER.has(status) ? 'later' : 'unknown', retryAfterMs: pauseMs };
}

export function broken(name: string, error: unknown): NotSent {
  const { name: kind, cause } = error as {
    name?: string;
    cause?: { code?: string; errors?: { code?: string }[] };
  };
  // Where a name has several addresses, each has an error of its own.
  const codes = [cause?.code, ...(cause?.errors ?? []).map(({ code }) => code)].filter((code) => code);
  if (codes.length > 0 && codes.every(neverConnected))
    return { outcome: 'later', reason: `${name} can't be reached (${codes[0]})`, retryAfterMs: null };
  const how = kind === 'TimeoutError' || kind === 'AbortError' ? 'gave no answer in time' : 'broke off';
  return { outcome: 'unknown', reason: `${name} ${how}` };
}

/** Seconds, or a date. */
export function retryAfterMs(header: string | null): number | null {
  if (header === null) return null;
  const ms = /^\d+$/.test(header) ? Number(header) * 1_000 : Date.parse(header) - Date.now();
  return Number.isNaN(ms) ? null : Math.max(0, ms);
}
