/** One request over HTTP or HTTPS. Node's own client: its `fetch` takes longer to load, and trusts no certificate of ours. */
import type { IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { text as textOf } from 'node:stream/consumers';
import { textIn } from '../processes/text-file';

export interface Answer {
  readonly status: number;
  readonly ok: boolean;
  /** undefined where there is none; of several the first. */
  header(name: string): string | undefined;
  readonly setCookies: readonly string[];
  readonly body: AsyncIterable<Uint8Array>;
  text(): Promise<string>;
  /** Reads no more of it. */
  discard(): void;
}

export interface Request {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | undefined;
  readonly signal: AbortSignal;
  /** A certificate that is trusted beside those that others vouch for, under whatever name, as PEM. */
  readonly certificate?: string | undefined;
}

/** That no answer came, or not all of it: `cause` is what Node says of it. */
export class ConnectionError extends Error {
  override readonly name = 'ConnectionError';
  constructor(override readonly cause: NodeJS.ErrnoException) {
    super(cause.message);
  }
}

/** Redirects are answers like others. @throws ConnectionError, or the reason of the signal that ended it */
export async function send(address: string, request: Request): Promise<Answer> {
  const url = new URL(address);
  const { request: open } =
    url.protocol === 'https:' ? await import('node:https') : await import('node:http');
  const { method, headers, body, signal, certificate } = request;
  const trusted =
    certificate === undefined || url.protocol !== 'https:'
      ? {}
      : {
          createConnection: (await import('./pinned-connection.js')).pinnedTo(url, certificate, signal),
        };
  const explained = (error: unknown): Error =>
    signal.aborted ? (signal.reason as Error) : new ConnectionError(error as NodeJS.ErrnoException);
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const sent = open(url, { method, headers, signal, ...trusted }, resolve);
    sent.on('error', (error) => reject(explained(error)));
    sent.end(body);
  });
  return {
    status: response.statusCode ?? 0,
    ok: response.statusCode !== undefined && response.statusCode >= 200 && response.statusCode < 300,
    header: (name) => [response.headers[name]].flat()[0],
    setCookies: response.headers['set-cookie'] ?? [],
    body: response,
    text: () => textOf(response).catch((error: unknown) => Promise.reject(explained(error))),
    discard: () => response.destroy(),
  };
}

export const servedCertificateFile = (dataDir: string): string => join(dataDir, 'tls', 'served.pem');

/** What the server of a data directory shows, whoever made it: commands ask it as localhost, a name that others seldom have. */
export const servedCertificateOf = (dataDir: string): string | undefined =>
  textIn(servedCertificateFile(dataDir));

/** The certificate that the server of a data directory made for itself: nobody else vouches for it. */
export const ownCertificateOf = (dataDir: string): string | undefined =>
  textIn(join(dataDir, 'tls', 'certificate.pem'));
