/** Recordings as the API shows them. */
import type { z } from 'zod';
import { isoTime } from '../../store/db/time';
import type { Mark } from '../../store/recordings';
import type { NotRecorded, RecordedFrame } from '../../workflows/contracts/recording';
import type { recordedFrames, recording } from './responses';

export const timeOf = (ms: number): string => new Date(ms).toISOString();

const WHY: Readonly<Record<NotRecorded, string>> = {
  off: 'Screens are not recorded: ARCHITECT_RECORD_SCREENS is off.',
  off_here: 'The recording of this session is switched off.',
  ended: 'The session has ended: it has no terminal.',
  guest: 'Another dashboard owns this terminal: take it over to have it recorded here.',
  away: 'Its machine is away.',
  disk: 'The disk of the data directory is nearly full: nothing is recorded until there is room.',
  vault: 'A secret of the vault can’t be read, so it can’t be left out of what is recorded: open the vault.',
  failed:
    'The recording could not be written. The log of the dashboard says why; it is tried again each minute.',
};

export const reasonView = (code: NotRecorded | undefined) =>
  code === undefined ? null : { code, message: WHY[code] };

export function markView({ at, ...mark }: Mark): z.output<typeof recording>['marks'][number] {
  return { at: isoTime(at), ...mark };
}

export function frameView(frame: RecordedFrame): z.output<typeof recordedFrames>['frames'][number] {
  const { atMs, cols, rows, isWhole, changed } = frame;
  return {
    ...{ at: timeOf(atMs), cols, rows, whole: isWhole },
    changed: changed.map(([row, text]) => ({ row, text })),
  };
}
