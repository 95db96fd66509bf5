import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../processes/stat';
import { libUrl, makeDirectory, removeDirectory, type Running, startNode, until } from './support';

let directory: string;
let running: Running | undefined;
beforeEach(() => (directory = makeDirectory()));
afterEach(async () => {
  if (running?.child.exitCode === null) running.child.kill('SIGKILL');
  await running?.ended;
  running = undefined;
  removeDirectory(directory);
});

/** Supervises a Node that runs `script`, in which `starts` is the count of its starts, this one included. */
function supervise(script: string, timing: Record<string, number> = {}): Running {
  const file = join(directory, 'server.cjs');
  writeFileSync(
    file,
    `const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
    const log = ${JSON.stringify(join(directory, 'pids'))};
    appendFileSync(log, process.pid + '\\n');
    const starts = readFileSync(log, 'utf8').trim().split('\\n').length;
    const serve = () => process.on('disconnect', () => process.exit(0));
    ${script}`,
  );
  const source = `
    import { supervise, TIMING } from ${JSON.stringify(libUrl('supervise.mjs'))};
    import { runMain, say } from ${JSON.stringify(libUrl('project.mjs'))};
    const timing = { ...TIMING, firstDelayMs: 20, ...${JSON.stringify(timing)} };
    await runMain(() => supervise({ command: process.execPath, args: [${JSON.stringify(file)}], env: process.env, say, timing }));`;
  running = startNode(['--input-type=module', '-e', source], {});
  return running;
}

const pids = (): number[] => {
  try {
    return readFileSync(join(directory, 'pids'), 'utf8').trim().split('\n').map(Number);
  } catch {
    return [];
  }
};
const lastPid = (): number => {
  const pid = pids().at(-1);
  if (pid === undefined) throw new Error('the server has not started');
  return pid;
};

test('a server that exits with an error is started again, ever later, until it ends well', async () => {
  const { ended } = supervise('process.exit(starts < 4 ? 1 : 0)');
  const { code, stderr } = await ended;
  expect({ code, starts: pids().length }).toEqual({ code: 0, starts: 4 });
  expect(stderr.match(/\(exit code 1\); starting it again in [\d.]+ s/g)).toEqual([
    '(exit code 1); starting it again in 0.02 s',
    '(exit code 1); starting it again in 0.04 s',
    '(exit code 1); starting it again in 0.08 s',
  ]);
});

test('after a healthy run the waits start over', async () => {
  const { ended } = supervise('setTimeout(() => process.exit(starts < 4 ? 1 : 0), starts === 3 ? 700 : 0)', {
    healthyAfterMs: 600,
  });
  const { stderr } = await ended;
  expect(stderr.match(/in [\d.]+ s/g)).toEqual(['in 0.02 s', 'in 0.04 s', 'in 0.02 s']);
});

test('a server killed by a signal is started again', async () => {
  const { ended } = supervise("if (starts < 2) process.kill(process.pid, 'SIGKILL'); else process.exit(0)");
  expect((await ended).stderr).toContain('(signal SIGKILL); starting it again');
});

test('exit code 78 means a person must act: it is passed on, not started again', async () => {
  const { code } = await supervise('process.exit(78)').ended;
  expect({ code, starts: pids().length }).toEqual({ code: 78, starts: 1 });
});

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s stops the server in order, exit code 0',
  async (signal) => {
    const report = join(directory, 'stopped');
    const { child, ended } = supervise(
      `serve(); process.on('SIGTERM', () => { appendFileSync(${JSON.stringify(report)}, 'SIGTERM '); setTimeout(() => process.exit(1), 200); });
    writeFileSync(${JSON.stringify(join(directory, 'ready'))}, '')`,
    );
    await until(() => exists('ready'));
    child.kill(signal);
    await until(() => exists('stopped'));
    child.kill(signal);
    expect((await ended).code).toBe(0);
    expect(readFileSync(report, 'utf8')).toBe('SIGTERM ');
  },
);

test('a server that does not stop in time is killed', async () => {
  const { child, ended } = supervise(
    `serve(); process.on('SIGTERM', () => {}); writeFileSync(${JSON.stringify(join(directory, 'ready'))}, '')`,
    { stopGraceMs: 100 },
  );
  await until(() => exists('ready'));
  const pid = lastPid();
  child.kill('SIGTERM');
  const { code, stderr } = await ended;
  expect({ code, alive: isAlive(pid) }).toEqual({ code: 0, alive: false });
  expect(stderr).toContain('did not stop in time');
});

test('asked to stop while waiting to start again, it ends at once', async () => {
  const { child, ended, told } = supervise('process.exit(1)', { firstDelayMs: 60_000 });
  await until(() => told().includes('starting it again'));
  child.kill('SIGTERM');
  expect((await ended).code).toBe(0);
  expect(pids()).toHaveLength(1);
});

test('kill -9 of the supervisor closes the channel by which the server learns of it', async () => {
  const { child, ended } = supervise(
    `serve(); writeFileSync(${JSON.stringify(join(directory, 'ready'))}, '')`,
  );
  await until(() => exists('ready'));
  const pid = lastPid();
  child.kill('SIGKILL');
  await ended;
  await until(() => !isAlive(pid));
});

describe('worker processes beside the server', () => {
  const report = (): string[] => readFileSync(join(directory, 'ends'), 'utf8').trim().split('\n');

  /** Each says in a file that it is there, and how it ends. */
  function superviseWith(workers: string[], server = 'stay()', timing: Record<string, number> = {}): Running {
    const file = join(directory, 'process.cjs');
    writeFileSync(
      file,
      `const { appendFileSync, readFileSync, writeFileSync } = require('node:fs');
      const [, , name] = process.argv;
      const say = (file, text) => appendFileSync(${JSON.stringify(`${directory}/`)} + file, text + '\\n');
      say(name, process.pid);
      const starts = readFileSync(${JSON.stringify(`${directory}/`)} + name, 'utf8').trim().split('\\n').length;
      const stay = (ms = 0) => {
        setInterval(() => {}, 1_000);
        process.on('SIGTERM', () => setTimeout(() => { say('ends', name); process.exit(0); }, ms));
        say(name + '.ready', '');
      };
      ({ ${['server', ...workers.map((_, place) => `worker${place}`)]
        .map((name, place) => `${name}: () => { ${place === 0 ? server : workers[place - 1]} }`)
        .join(', ')} })[name]();`,
    );
    const source = `
      import { supervise, TIMING } from ${JSON.stringify(libUrl('supervise.mjs'))};
      import { runMain, say } from ${JSON.stringify(libUrl('project.mjs'))};
      const timing = { ...TIMING, firstDelayMs: 20, ...${JSON.stringify(timing)} };
      const file = ${JSON.stringify(file)};
      const workers = ${JSON.stringify(workers)}.map((_, place) => [file, 'worker' + place]);
      await runMain(() => supervise({ command: process.execPath, args: [file, 'server'], env: process.env, say, timing, workers }));`;
    running = startNode(['--input-type=module', '-e', source], {});
    return running;
  }
  const pidsOf = (name: string): number[] =>
    readFileSync(join(directory, name), 'utf8').trim().split('\n').map(Number);

  test('end before it, and it is not asked to before they have', async () => {
    const { child, ended } = superviseWith(['stay(300)', 'stay()']);
    await until(() => ['server', 'worker0', 'worker1'].every((name) => exists(`${name}.ready`)));
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(report()).toEqual(['worker1', 'worker0', 'server']);
  });

  test('are started again at once when they ask for it, and when they die', async () => {
    const { child, ended, told } = superviseWith([
      'if (starts === 1) process.exit(75); if (starts === 2) process.kill(process.pid, "SIGKILL"); stay()',
    ]);
    await until(() => exists('worker0.ready') && exists('server.ready'));
    expect(pidsOf('worker0')).toHaveLength(3);
    expect(told()).toContain('Worker 1 is started again.');
    expect(told()).toContain('Worker 1 ended (signal SIGKILL); starting it again in 0.04 s.');
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(pidsOf('server')).toHaveLength(1);
  });

  test('end with the server where a person must act for that', async () => {
    const { code } = await superviseWith(['stay()'], 'process.exit(78)').ended;
    expect(code).toBe(78);
    // One that was stopped before it could listen for it has said nothing, or not even who it is.
    expect((exists('worker0') ? pidsOf('worker0') : []).some(isAlive)).toBe(false);
  });

  test('the server and the others go on without one for which a person must act, and it is tried again', async () => {
    const { child, ended, told } = superviseWith(
      ['if (starts < 3) process.exit(78); stay()', 'stay()'],
      'stay()',
      { unfitDelayMs: 50 },
    );
    await until(() => ['server', 'worker0', 'worker1'].every((name) => exists(`${name}.ready`)));
    expect(['server', 'worker0', 'worker1'].map((name) => pidsOf(name).length)).toEqual([1, 3, 1]);
    expect(told()).toContain("Worker 1 can't work until a person has changed what it says above.");
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
  });

  test('nothing is waited for at the stop while such a one is to be tried again', async () => {
    const { child, ended, told } = superviseWith(['process.exit(78)']);
    await until(() => exists('server.ready') && told().includes("Worker 1 can't work"));
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(pidsOf('worker0')).toHaveLength(1);
  });

  test('one that does not end in time is killed, and the server ends in order', async () => {
    const { child, ended } = superviseWith(
      ["process.on('SIGTERM', () => {}); setInterval(() => {}, 1_000); say('worker0.ready', '')"],
      'stay()',
      { workerStopGraceMs: 100 },
    );
    await until(() => exists('worker0.ready') && exists('server.ready'));
    child.kill('SIGTERM');
    const { code, stderr } = await ended;
    expect(code).toBe(0);
    expect(stderr).toContain('Worker 1 did not stop in time and is killed.');
    expect(report()).toEqual(['server']);
  });
});

function exists(name: string): boolean {
  try {
    readFileSync(join(directory, name));
    return true;
  } catch {
    return false;
  }
}
