/** The built `architect` command against a running server. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { env } from 'node:process';
import { searchPath } from '../../config/programs';
import { type Dashboard, startDashboard } from '../support/dashboard';

const BIN = join(__dirname, '..', '..', 'bin', 'architect.js');

let dashboard: Dashboard;
const programs = mkdtempSync(join(tmpdir(), 'architect-programs-'));
beforeAll(async () => {
  dashboard = await startDashboard({ PATH: [programs, searchPath()].join(delimiter) });
  await dashboard.shell('worker');
}, 90_000);
afterAll(async () => {
  await dashboard.close();
  rmSync(programs, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the command as a person does on the server's machine: it finds the server and its token by itself. */
async function architect(argv: readonly string[], settings: Record<string, string> = {}): Promise<Ended> {
  const child = spawn(process.execPath, [BIN, ...argv], {
    env: { ...env, ARCHITECT_DATA_DIR: join(dashboard.dir, 'data'), ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code] = (await once(child, 'close')) as [number | null];
  const [stdout, stderr] = await outputs;
  return { code, stdout, stderr };
}
const ok = async (...argv: string[]): Promise<string> => {
  const { code, stdout, stderr } = await architect(argv);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  return stdout;
};
const waiting = (): Promise<number> => dashboard.send({ content: 'waits', target_provider: 'claude' });

describe('architect send', () => {
  it('--wait prints the answer alone and ends with 0', async () => {
    const { code, stdout, stderr } = await architect(['send', 'echo hi', '--target', 'worker', '--wait']);
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'hi\n' });
    expect(stderr).toMatch(/^architect: prompt \d+ is queued\n$/);
  });

  it('tells the number of the prompt, which has what was asked for', async () => {
    const options = ['--target', 'worker', '--priority', '5', '--timeout', '60', '--retries', '1'];
    const metadata = '{"project":"auth"}';
    const stdout = await ok('send', 'echo all', ...options, '--metadata', metadata);
    const id = Number(/^Prompt (\d+) is queued\.\n$/.exec(stdout)?.[1]);
    expect(await dashboard.settled(id)).toMatchObject({
      content: 'echo all',
      source: 'cli',
      priority: 5,
      timeout_minutes: 60,
      max_retries: 1,
      metadata: { project: 'auth' },
      response: 'all',
    });
  });

  it('ends with a code of its own where the prompt fails or takes too long to wait for', async () => {
    const send = ['send', 'sleep 60', '--target', 'worker'];
    const failed = await architect([...send, '--timeout', '0.01', '--wait']);
    expect(failed.code).toBe(2);
    expect(failed.stderr).toContain('longer than 0.01 minutes');
    const late = await architect(['send', 'waits', '--provider', 'claude', '--wait-timeout', '0.5']);
    expect(late.code).toBe(124);
    expect(late.stderr).toMatch(/It goes on: architect logs \d+ --follow/);
  });

  it('says what the server refuses, and ends with 1', async () => {
    const { code, stdout, stderr } = await architect(['send', 'x', '--target', 'nobody']);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(
      /^architect: target_session: there is no session 'nobody'; known are demo, worker\n$/,
    );
  });
});

describe('architect shows', () => {
  it('the status, for people and as JSON', async () => {
    const counts = (await dashboard.call('/api/assigner/status')).body;
    expect(await ok('status')).toMatch(
      new RegExp(
        `^Running since .* at http://localhost:\\d+ .*\\nPending +${counts.pending}\\nIn progress +${counts.in_progress}\\n`,
      ),
    );
    expect(JSON.parse(await ok('status', '--json'))).toMatchObject(counts);
  });

  it('the sessions', async () => {
    expect(await ok('sessions')).toMatch(
      /^NAME +STATUS +PROVIDER[^\n]*\n(.*\n)*worker +waiting_input +shell/,
    );
    const names = JSON.parse(await ok('sessions', '--json')).map(({ name }: { name: string }) => name);
    expect(names).toEqual(['demo', 'worker']);
  });

  it('the prompts', async () => {
    const id = await waiting();
    const page = JSON.parse(await ok('prompts', '--json', '--status', 'pending', '--limit', '1'));
    expect(page).toMatchObject({ items: [{ id, status: 'pending', content: 'waits' }], limit: 1, offset: 0 });
    expect(await ok('prompts', '--status', 'pending')).toMatch(new RegExp(`\\n +${id} +pending`));
  });

  it('every step of a prompt, also while it goes on', async () => {
    const id = await dashboard.send({ content: 'sleep 0.5; echo followed', target_session: 'worker' });
    const followed = await ok('logs', String(id), '--follow');
    expect(followed).toMatch(/queued[^]*leased[^]*submitted[^]*working[^]*completed[^]*\nfollowed\n$/);
    expect(await ok('logs', String(id))).toBe(followed);
    expect(await ok('prompt', String(id))).toContain('sleep 0.5; echo followed');
  });

  it('that there is no such prompt', async () => {
    const { code, stderr } = await architect(['logs', '999999']);
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'architect: There is no prompt 999999.\n' });
  });
});

describe('architect changes', () => {
  it('prompts: cancel, priority, reassign, retry', async () => {
    const id = await waiting();
    expect(await ok('priority', String(id), '7')).toContain(`Prompt ${id}: pending`);
    expect((await dashboard.prompt(id)).priority).toBe(7);
    expect(await ok('cancel', String(id), '--reason', 'not now')).toBe(
      `Prompt ${id}: cancelled (cancelled by api-token: not now)\n`,
    );
    const { code, stderr } = await architect(['cancel', String(id)]);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: `architect: Prompt ${id} has ended already (cancelled).\n`,
    });
    await ok('retry', String(id));
    await dashboard.promptWhere(id, ({ status }) => status === 'pending');
    await ok('reassign', String(id), '--target', 'worker');
    await dashboard.settled(id);
  });

  it('sessions: new, keys, screen, rm', async () => {
    const command = 'bash --norc --noprofile';
    expect(await ok('sessions', 'new', 'mine', '--provider', 'shell', '--command', command)).toContain(
      'mine',
    );
    await dashboard.sessionWhere('mine', ({ status }) => status === 'waiting_input');
    await ok('keys', 'mine', 'echo "on the"-screen');
    let screen = '';
    for (let looks = 0; looks < 20 && !screen.includes('\non the-screen'); looks++)
      screen = await ok('sessions', 'screen', 'mine');
    expect(screen).toContain('\non the-screen');
    await ok('sessions', 'rm', 'mine');
    expect(JSON.parse(await ok('sessions', '--json'))).toHaveLength(2);
  });
});

describe('a session whose program does not run', () => {
  it('is an error, and nothing says that it was made', async () => {
    const made = await architect([
      'sessions',
      'new',
      'brief',
      '--provider',
      'shell',
      '--command',
      'sh -c "exit 9"',
    ]);
    expect({ code: made.code, stdout: made.stdout }).toEqual({ code: 1, stdout: '' });
    expect(made.stderr).toBe(
      "architect: Session 'brief' could not be made: sh ended at once with exit code 9.\n",
    );
    writeFileSync(join(programs, 'claude'), '#!/bin/sh\necho error: no login\nsleep 0.1\nexit 1\n', {
      mode: 0o755,
    });
    const up = await architect(['sessions', 'up']);
    expect({ code: up.code, stdout: up.stdout }).toEqual({ code: 1, stdout: '' });
    expect(up.stderr).toContain(
      'could not be made: claude ended at once with exit code 1; it said: error: no login.',
    );
    expect(JSON.parse(await ok('sessions', '--json'))).toHaveLength(2);
  });
});

describe('the flags of the original assigner', () => {
  it('do what they did', async () => {
    const sent = await ok('assigner', '--send', 'echo as ever', '--target', 'worker', '--priority', '3');
    const id = Number(/\d+/.exec(sent)?.[0]);
    expect(await dashboard.settled(id)).toMatchObject({ priority: 3, response: 'as ever' });
    expect(await ok('status')).toMatch(
      new RegExp(`^Running .*\\n${await ok('assigner', '--status')}Needs you +1 `),
    );
    expect(await ok('assigner', '--sessions')).toMatch(/worker +waiting_input/);
    expect(await ok('assigner', '--prompts')).toContain('echo as ever');
    await ok('assigner', '--retry', String(id));
    await dashboard.settled(id);
    const waits = await waiting();
    expect(await ok('assigner', '--cancel', String(waits))).toContain('cancelled');
  });
});

// Last: the server ends here.
describe('without a server', () => {
  it('every command says so, and what to do', async () => {
    expect(await dashboard.stop()).toBe(0);
    const settings = { PORT: new URL(dashboard.url).port };
    expect(await architect(['status'], settings)).toMatchObject({ code: 3, stdout: 'Not running.\n' });
    const { code, stdout, stderr } = await architect(['queue'], settings);
    expect({ code, stdout }).toEqual({ code: 69, stdout: '' });
    expect(stderr).toBe(
      `architect: The dashboard doesn't answer at ${dashboard.url}: start it with \`npm start\`.\n`,
    );
  });
});
