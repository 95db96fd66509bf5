/** Whether the program of a new session runs, by what tmux and the watch tell of it. */
import { failedStart } from '../../../terminal/sessions/started';
import { type ProgramEnd, TmuxError, TmuxGoneError } from '../../../terminal/tmux/types';
import type { Snapshot } from '../../../terminal/watch/types';

const RUNS = undefined;
const drawn = { pane: { alternateScreen: true }, frame: { dead: false, lines: [] } } as unknown as Snapshot;
const dead = { ...drawn, frame: { dead: true, lines: ['cannot begin'] } } as unknown as Snapshot;

function started(seen: Snapshot | null, end: ProgramEnd | undefined | Error): Promise<string | undefined> {
  const tmux = {
    programEnd: () => (end instanceof Error ? Promise.reject(end) : Promise.resolve(end)),
    captureRows: () => Promise.resolve([...(seen?.frame.lines ?? [])]),
  };
  const watch = { observe: () => Promise.resolve(seen), follow: () => () => undefined };
  return failedStart({ watch, tmux }, { session: 'new', paneId: '%1', program: 'agent' });
}

it('runs where tmux and the watch say so', async () => {
  expect(await started(drawn, RUNS)).toBeUndefined();
});

it('runs where tmux says so of a pane that the watch has not seen yet', async () => {
  expect(await started(null, RUNS)).toBeUndefined();
});

it('is not said to have ended where the server can not be asked', async () => {
  expect(await started(drawn, new TmuxGoneError('lost'))).toBeUndefined();
  expect(await started(null, new TmuxGoneError('lost'))).toBeUndefined();
});

it('has ended where its pane is gone, closed, or has an exit code', async () => {
  expect(await started(null, new TmuxError("can't find pane"))).toBe('agent ended at once');
  expect(await started(dead, RUNS)).toBe('agent ended at once; it said: cannot begin');
  expect(await started(drawn, { exitCode: 3, signal: undefined })).toBe(
    'agent ended at once with exit code 3',
  );
});
