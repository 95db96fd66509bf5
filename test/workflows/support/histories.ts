/** Recorded histories: where they are, and what of the machine that recorded them is taken out. */
import { WorkflowFailedError } from '@temporalio/client';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const HISTORIES = join(__dirname, '..', '..', 'histories');

/** Stands in every prompt, answer and command of the recordings: no history may hold it. */
export const SECRET = 'a secret that belongs into the record only';

export interface RecordedHistory {
  /** `<workflow>.<what happened>.json` */
  readonly file: string;
  readonly workflow: string;
  readonly history: History;
}

export interface History {
  readonly events: Event[];
}
export type Event = Record<string, unknown> & { eventType: string };

export function recordedHistories(): RecordedHistory[] {
  return readdirSync(HISTORIES)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .map((file) => ({
      file,
      workflow: file.split('.')[0] as string,
      history: JSON.parse(readFileSync(join(HISTORIES, file), 'utf8')) as History,
    }));
}

/** The history with its payloads decoded, to be searched. */
export function readable(json: string): string {
  return json.replace(/"(data)": ?"([^"]*)"/g, (_all, key: string, base64: string) => {
    return `"${key}":${JSON.stringify(Buffer.from(base64, 'base64').toString('utf8'))}`;
  });
}

/** Names of workers and machines, and stack traces with their paths, replaced: replay needs none of them. */
export function withoutMachine(history: History): History {
  const identities = new Set(JSON.stringify(history).match(/\d+@[^"\\-]+/g) ?? []);
  let json = JSON.stringify(history, (key, value: unknown) => (key === 'stackTrace' ? '' : value));
  for (const identity of identities) json = json.replaceAll(identity, 'worker@host');
  return JSON.parse(json) as History;
}

/** For recordings of workflows that end badly: what else goes wrong must not pass for that. */
export function unlessItFailed(error: unknown): void {
  if (!(error instanceof WorkflowFailedError)) throw error;
}
