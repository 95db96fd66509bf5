/** The looks around a delivery and a turn: they neither hold it up nor fail it. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { recordChanges } from '../../../terminal/changes';
import { deliver } from '../../../terminal/delivery/deliver';
import type { HostDeps } from '../../../terminal/context';
import { follow } from '../../../terminal/turn/follow';
import { interrupt } from '../../../terminal/turn/interrupt';
import type { Grant } from '../../../workflows/contracts/assignment';
import type { WorkChanges } from '../../../workflows/contracts/work-changes';
import { type FakeHostStore, fakeHostStore } from '../../support/fake-host-store';
import { type FakeTerminal, fakeTerminal } from '../../support/fake-terminal';
import { brief, type Lab, lab } from './support';

let repository: Lab;
let store: FakeHostStore;
let terminal: FakeTerminal;
let grant: Grant;
let deps: HostDeps;
beforeEach(() => {
  repository = lab();
  repository.git('init', '-q');
  repository.write('a.txt', 'one\n');
  store = fakeHostStore();
  terminal = fakeTerminal(store);
  (terminal.pane as { workingDir: string }).workingDir = repository.dir;
  deps = recording();
  grant = store.give({ content: 'do it\n' });
});
afterEach(() => repository.close());

function recording(times = { beforeEnterMs: 20_000, lookMs: 20_000 }): HostDeps {
  const { deps: plain } = terminal;
  const changes = recordChanges({ dir: repository.kept, hostStore: store, log: plain.log, ...times });
  return { ...plain, changes };
}

const never = new AbortController().signal;
async function shows(isBusy: boolean): Promise<void> {
  terminal.isBusy = isBusy;
  terminal.show();
  await pause(0);
}
/** The last that was told, once its end is. */
async function told(): Promise<WorkChanges> {
  for (;;) {
    const last = store.changes.at(-1);
    if (last?.endedAtMs != null) return last;
    await new Promise((resolve) => setImmediate(resolve));
  }
}

test('what changed between Enter and the end of the turn is told, and that it began', async () => {
  expect(await deliver(deps, { grant }, never)).toMatchObject({ outcome: 'taken' });
  const followed = follow(deps, { grant }, never);
  await pause(0);
  await shows(true);
  repository.write('b.txt', 'two\n');
  await shows(false);
  await shows(false);
  expect(await followed).toMatchObject({ outcome: 'completed' });
  const found = await told();
  expect(brief(found)).toEqual([['b.txt', 'added', 1, 0]]);
  expect(found).toMatchObject({ promptId: grant.promptId, grantedAt: grant.grantedAt, session: 'a' });
  expect(store.changes[0]).toMatchObject({ endedAtMs: null, top: repository.dir });
});

test('of a turn that is stopped too', async () => {
  await deliver(deps, { grant }, never);
  repository.write('b.txt', 'two\n');
  await interrupt(deps, { grant, reason: 'cancelled', timeoutMs: 100 }, never);
  expect(brief(await told())).toEqual([['b.txt', 'added', 1, 0]]);
});

test('a prompt that was not taken leaves nothing', async () => {
  terminal.before = (method) => {
    if (method === 'paste') terminal.isGone = true;
  };
  expect(await deliver(deps, { grant }, never)).not.toMatchObject({ outcome: 'taken' });
  expect(store.changes).toEqual([]);
});

test('a look that does not end is waited for a moment only, before Enter and at the end', async () => {
  deps = recording({ beforeEnterMs: 100, lookMs: 3_000 });
  // git waits for whoever writes into it.
  execFileSync('mkfifo', [join(repository.dir, '.gitignore')]);
  const beganMs = performance.now();
  expect(await deliver(deps, { grant }, never)).toMatchObject({ outcome: 'taken' });
  expect(performance.now() - beganMs).toBeLessThan(5_000);
  expect(terminal.pressed).toEqual(['do it', 'Enter']);
  const followed = follow(deps, { grant }, never);
  await pause(0);
  for (const isBusy of [true, false, false]) await shows(isBusy);
  expect(await followed).toMatchObject({ outcome: 'completed' });
  expect(await told()).toMatchObject({ files: null, note: 'the turn ended before the first look was done' });
});

test.each(['begin', 'end'] as const)('where %s fails, the prompt goes its way', async (which) => {
  // A file in the place of the directory: nothing can be kept there.
  if (which === 'begin') repository.write('../kept', 'in the way');
  else
    store.before = (method) => {
      if (method === 'keepChanges') throw new Error('the store is away');
    };
  expect(await deliver(deps, { grant }, never)).toMatchObject({ outcome: 'taken' });
  const followed = follow(deps, { grant }, never);
  await pause(0);
  for (const isBusy of [true, false, false]) await shows(isBusy);
  expect(await followed).toMatchObject({ outcome: 'completed' });
  expect(store.turns).toHaveLength(1);
});

test('nothing is looked at where it is not recorded', async () => {
  const { changes: _, ...without } = deps;
  expect(await deliver(without, { grant }, never)).toMatchObject({ outcome: 'taken' });
  expect(store.changes).toEqual([]);
});
