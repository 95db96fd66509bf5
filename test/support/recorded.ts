/** Sessions of a dashboard that show things, and what is recorded of them. */
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Dashboard } from './dashboard';
import { until } from './tmux-server';
import { workplace } from './workplace';

/** A recording is soon there, on a disk of any size. */
export const RECORDED_SOON = {
  ARCHITECT_RECORDING_INTERVAL_MS: '250',
  ARCHITECT_HEALTH_LIMITS: 'disk_free_mib=1',
};

export interface RecordedFrame {
  readonly at: string;
  readonly whole: boolean;
  readonly changed: readonly { readonly row: number; readonly text: string }[];
}

export const wordsOf = (frames: readonly RecordedFrame[]): string =>
  frames.flatMap(({ changed }) => changed.map(({ text }) => text)).join('\n');

/** `dashboard` is asked for at each use: tests start it later. */
export function recordedSessions(dashboard: () => Dashboard) {
  const { tmux, pane, file } = workplace(dashboard);
  let count = 0;
  const recording = async (session: string) =>
    (await dashboard().call(`/api/sessions/${session}/recording`)).body;
  /** All frames so far: for the index, what is on its way to the file is written first. */
  async function framesOf(session: string): Promise<RecordedFrame[]> {
    await recording(session);
    const frames: RecordedFrame[] = [];
    for (let from: string | null = new Date(Date.now() - 3_600_000).toISOString(); from !== null;) {
      const path = `/api/sessions/${session}/recording/frames?from=${from}&limit=50`;
      const { body } = await dashboard().call(path);
      frames.push(...body.frames);
      from = body.next;
    }
    return frames;
  }

  return {
    recording,
    framesOf,
    async shell(): Promise<string> {
      const name = `film${(count += 1)}`;
      await dashboard().shell(name);
      return name;
    },
    /** The session shows what stands there and nothing else, as a program would print it. */
    async prints(session: string, text: string): Promise<void> {
      writeFileSync(file(session), text);
      await tmux('send-keys', '-t', await pane(session), `clear; cat ${file(session)}`, 'Enter');
    },
    /** Waits until it is. */
    records: (session: string, text: string): Promise<void> =>
      until(async () => wordsOf(await framesOf(session)).includes(text), `${text} is recorded`),
    /** Paths of all files and directories of recordings. */
    files(): string[] {
      const dir = join(dashboard().dir, 'data', 'recordings');
      return readdirSync(dir, { recursive: true, encoding: 'utf8' }).map((name) => join(dir, name));
    },
  };
}
