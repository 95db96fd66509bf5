/** Secrets reach a program by their names only, and nothing that is kept or shown holds a value. */
import { MockActivityEnvironment } from '@temporalio/testing';
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { taskActivities } from '../../activities/tasks';
import type { SecretValues } from '../../activities/secret-values';
import { PROJECT_ROOT } from '../../config';
import { silentLog } from '../../telemetry/log';
import type { RunEnd } from '../../workflows/contracts/tasks';
import { testStore, type TestStore } from '../store/support';
import { taskRow, waitingTask } from '../store/task-support';

const VALUE = 'pa$$ "word"\nof two lines';
let own: TestStore;
beforeEach(() => {
  own = testStore();
});
afterEach(() => own.close());

const dir = (): string => join(own.dir, 'tasks');

async function runTask(command: string, secretValues: SecretValues): Promise<{ end: RunEnd; id: number }> {
  const id = waitingTask(own.store, { payload: JSON.stringify({ command }), secrets: '["TOKEN"]' });
  const { runTask: run } = taskActivities({
    store: own.store,
    log: silentLog,
    tasks: {
      dir: dir(),
      roots: [own.dir],
      logMaxBytes: 1_000_000,
      stopGraceMs: 1_000,
      supervisor: [process.execPath, join(PROJECT_ROOT, 'dist/activities/tasks/supervisor/main.js')],
    },
    secretValues,
  });
  const end: RunEnd = await new MockActivityEnvironment().run(run, { taskId: id, run: 1 });
  return { end, id };
}
/** A claim is a link that names who has the task. */
const textOf = (path: string): string =>
  lstatSync(path).isSymbolicLink() ? readlinkSync(path) : readFileSync(path, 'utf8');
const log = (id: number): string => readFileSync(join(dir(), `${id}.log`), 'utf8');

test('the program gets the value, its output is kept without it', async () => {
  const asked: unknown[] = [];
  const vault: SecretValues = (names, holder) => {
    asked.push([names, holder]);
    return { TOKEN: VALUE };
  };
  const { end, id } = await runTask(
    'printf "%s" "$TOKEN" | wc -c; echo "<$TOKEN>"; echo "$TOKEN" | tail -1',
    vault,
  );
  expect(end).toEqual({ kind: 'ended', exitCode: 0, signal: null });
  expect(log(id)).toBe(`${VALUE.length}\n<***>\n***\n`);
  expect(asked).toEqual([[['TOKEN'], `task-${id}`]]);
  const kept = [
    JSON.stringify(taskRow(own.store, id)),
    ...readdirSync(dir()).map((name) => textOf(join(dir(), name))),
  ];
  expect(kept.join()).not.toMatch(/pa\$\$|of two lines/);
});

test('where the vault refuses, the task is not started and says why', async () => {
  mkdirSync(dir());
  const refusing: SecretValues = () => {
    throw new Error("there is no secret 'TOKEN'");
  };
  expect((await runTask('echo ran', refusing)).end).toEqual({
    kind: 'refused',
    reason: "its secrets could not be had: there is no secret 'TOKEN'",
  });
  expect(readdirSync(dir()).filter((name) => name.endsWith('.log'))).toEqual([]);
});

test('a value that no environment can hold refuses the task, and is told by its name only', async () => {
  const { end } = await runTask('echo ran', () => ({ TOKEN: 'before\0after' }));
  expect(end).toEqual({
    kind: 'refused',
    reason: 'its secrets could not be had: no environment can hold the NUL character in TOKEN',
  });
});

test('a command that the system finds too long is refused, not lost', async () => {
  const { end } = await runTask(`echo ${'x'.repeat(2_000_000)}`, () => ({ TOKEN: VALUE }));
  expect(end).toEqual({
    kind: 'refused',
    reason: expect.stringMatching(/^it could not be started: .*longer than/),
  });
});
