/** The outside of the command: streams and the few things tests replace. */
import type { Readable, Writable } from 'node:stream';
import type { Config } from '../config';

/** Where text goes; the optional members are those of a terminal. */
export type OutputStream = Writable & {
  readonly isTTY?: boolean;
  readonly columns?: number;
  hasColors?(): boolean;
};
export type InputStream = Readable & { readonly isTTY?: boolean };

export interface Io {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly stdin: InputStream;
  /** Laid over the settings of the environment. */
  readonly config: Partial<Config>;
  /** Aborts when the reader of stdout is gone. */
  readonly outputClosed: AbortSignal;
}

/** All that is piped in, without the one line end that `echo` adds. */
export async function readAll(stdin: InputStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stdin) chunks.push(Buffer.from(chunk as string | Uint8Array));
  return Buffer.concat(chunks)
    .toString('utf8')
    .replace(/\r?\n$/, '');
}
