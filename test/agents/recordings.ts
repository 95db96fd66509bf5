/** Recorded screens of real agent programs: test/screens/<agent>-<version>/<case>/{screen.txt,meta.json}. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Frame, SessionReading } from '../../agents/types';

const ROOT = join(__dirname, '..', 'screens');

export interface Recording {
  readonly agent: string;
  readonly name: string;
  readonly frame: Frame;
  /** Decided by a person who looked at the screen. */
  readonly expected: Pick<SessionReading, 'state' | 'rule' | 'draft' | 'dialog'>;
}

export function recording(folder: string, name: string): Recording {
  const path = join(ROOT, folder, name);
  const meta = JSON.parse(readFileSync(join(path, 'meta.json'), 'utf8')) as {
    frame: Omit<Frame, 'lines'>;
    expected: Recording['expected'];
  };
  const lines = readFileSync(join(path, 'screen.txt'), 'utf8').replace(/\n$/, '').split('\n');
  return {
    agent: folder.split('-')[0] ?? '',
    name,
    frame: { ...meta.frame, lines },
    expected: meta.expected,
  };
}

export function recordings(): Recording[] {
  return readdirSync(ROOT)
    .sort()
    .flatMap((folder) =>
      readdirSync(join(ROOT, folder))
        .sort()
        .map((name) => recording(folder, name)),
    );
}

/** A recorded frame with some rows or fields changed. */
export function changed(frame: Frame, change: Partial<Frame> & { rows?: Record<number, string> }): Frame {
  const { rows = {}, ...fields } = change;
  const lines = frame.lines.map((line, row) => rows[row] ?? line);
  return { ...frame, lines, ...fields };
}
