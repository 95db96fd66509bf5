/** A reader of event streams. */
import { request } from 'node:http';
import type { Dashboard } from '../support/dashboard';
import type { Json } from './http';

const PATIENCE_MS = 20_000;

export interface StreamEvent {
  readonly event: string;
  readonly data: Json;
}

export interface Stream {
  readonly contentType: string | undefined;
  /** Everything that came so far. */
  readonly seen: readonly StreamEvent[];
  /** The next event that was not given out yet. */
  next(): Promise<StreamEvent>;
  /** The next event that fits; those before it are passed over. */
  until(test: (event: StreamEvent) => boolean): Promise<StreamEvent>;
  /** The server has ended it. */
  readonly ended: Promise<void>;
  close(): void;
}

export const openStream = ({ url, token }: Pick<Dashboard, 'url' | 'token'>): Promise<Stream> =>
  readStream(`${url}/api/events`, { Authorization: `Bearer ${token()}` });

export function readStream(address: string, headers: Readonly<Record<string, string>>): Promise<Stream> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { headers }, (response) => {
      const seen: StreamEvent[] = [];
      let given = 0;
      let rest = '';
      let wake = (): void => {};
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        seen.push(...blocks.flatMap(parse));
        wake();
      });
      response.on('error', () => {});
      const next = async (): Promise<StreamEvent> => {
        const deadline = Date.now() + PATIENCE_MS;
        while (seen.length <= given) {
          const remaining = deadline - Date.now();
          if (remaining <= 0) throw new Error(`No further event came after ${JSON.stringify(seen.at(-1))}.`);
          await new Promise<void>((resume) => {
            const timer = setTimeout(resume, remaining);
            wake = () => {
              clearTimeout(timer);
              resume();
            };
          });
        }
        given += 1;
        return seen[given - 1] as StreamEvent;
      };
      resolve({
        contentType: response.headers['content-type'],
        ended: new Promise((end) => response.once('close', end)),
        seen,
        next,
        async until(test) {
          for (;;) {
            const event = await next();
            if (test(event)) return event;
          }
        },
        close: () => void sent.destroy(),
      });
    });
    sent.on('error', reject);
    sent.end();
  });
}

/** None where the block is a comment or a setting. */
function parse(block: string): StreamEvent[] {
  const field = (name: string): string | undefined =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.slice(name.length + 1)
      .trim();
  const data = field('data');
  return data === undefined ? [] : [{ event: field('event') ?? 'message', data: JSON.parse(data) }];
}
