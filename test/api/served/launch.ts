/** Programs of new sessions: where they are looked for, and what is said where they don't run. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { run } from '../../../processes/exec';
import { searchPath } from '../../../config/programs';
import { type Answer, type Dashboard, until, waitFor } from '../../support/dashboard';
import { expectError } from '../http';
import { served } from './dashboard';
import { programs } from './programs';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await served({ PATH: `${programs}${delimiter}${searchPath()}` });
}, 90_000);

const dirsOf = (path: string): string[] => [...new Set(path.split(delimiter).filter(Boolean))];
const make = (session: Record<string, unknown>): Promise<Answer> =>
  dashboard.call('/api/sessions', {
    body: { provider: 'shell', command: 'bash --norc --noprofile', ...session },
  });
const session = (name: string): Promise<Answer> => dashboard.call(`/api/sessions/${name}`);
const end = (name: string): Promise<Answer> => dashboard.call(`/api/sessions/${name}`, { method: 'DELETE' });
const written = async (name: string): Promise<string> => {
  const file = join(dashboard.dir, name);
  await waitFor(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'), `${name} is written`);
  return readFileSync(file, 'utf8');
};

describe('a session that can not be made', () => {
  const refused = async (name: string, command: string, more: object = {}): Promise<string> => {
    const message = expectError(await make({ name, command, ...more }), 409, 'conflict');
    // Nothing of it is left, and the name is free.
    await until(
      () => session(name),
      ({ status }) => status === 404,
      'the session is forgotten',
    );
    await expect(dashboard.tmux.command('has-session', '-t', `=${name}`)).rejects.toThrow(/find session/);
    return message;
  };

  it('since there is no such program is refused with where it was looked for', async () => {
    expect(await refused('missing', 'no-such-program-here --flag')).toBe(
      `Session 'missing' could not be made: no-such-program-here was not found: install it, give its full path as the command, or start the server with a PATH that has it (looked in ${dirsOf([programs, searchPath()].join(delimiter)).join(', ')}).`,
    );
    const path = { env: { PATH: '/usr/bin:/nowhere' } };
    expect(await refused('missing', 'no-such-program-here', path)).toContain(
      '(looked in /usr/bin, /nowhere)',
    );
    expect(await refused('missing', '/no/such/file')).toContain(
      '/no/such/file is no program that can be run',
    );
    expect(await refused('missing', './no-such-file', { working_dir: dashboard.dir })).toContain(
      `${dashboard.dir}/no-such-file is no program that can be run`,
    );
    // A directory is no program, though its rights look like one's.
    expect(await refused('missing', '/usr')).toContain('/usr is no program that can be run');
  });

  it.each([
    [
      'with a code',
      "sh -c 'echo first; echo the last words; sleep 0.1; exit 7'",
      ' with exit code 7; it said: the last words.',
    ],
    [
      'with how it is used',
      "sh -c 'echo error: unexpected --flag; echo; echo Usage: x; sleep 0.1; exit 2'",
      ' with exit code 2; it said: error: unexpected --flag.',
    ],
    ['as if all were well', "sh -c 'exit 0'", ' with exit code 0.'],
    [
      'after a moment',
      "sh -c 'sleep 0.4; echo too late >&2; sleep 0.1; exit 3'",
      ' with exit code 3; it said: too late.',
    ],
    [
      'without its interpreter',
      'orphan',
      /orphan ended at once with exit code 12[67](; it said: .*orphan.*not found)?\./,
    ],
  ])('since its program ends at once, %s, is refused with how', async (_what, command, reason) => {
    writeFileSync(join(programs, 'orphan'), '#!/no/such/interpreter\n', { mode: 0o755 });
    const message = await refused('brief', command);
    if (typeof reason === 'string') expect(message).toMatch(new RegExp(`ended at once${reason}$`));
    else expect(message).toMatch(reason);
    expect((await make({ name: 'brief' })).status).toBe(201);
    await end('brief');
  });

  it('since a signal ends its program is refused with that', async () => {
    expect(await refused('shot', "sh -c 'kill -9 $$'")).toMatch(/ended at once(, by signal (9|KILL))?/);
  });

  it('never tells a secret that its program said', async () => {
    const env = { SOME_API_KEY: 'very-secret-value' };
    const message = await refused('teller', "sh -c 'echo key $SOME_API_KEY; sleep 0.1; exit 1'", { env });
    expect(message).toContain('it said: key (secret)');
  });

  it('keeps what a session of that name did before', async () => {
    await make({ name: 'worker' });
    await dashboard.sessionWhere('worker', ({ status }) => status === 'waiting_input');
    await dashboard.settled(await dashboard.send({ content: 'echo x', target_session: 'worker' }));
    await dashboard.call('/api/tmux/send', { body: { session: 'worker', command: 'exit' } });
    await dashboard.sessionWhere('worker', ({ status }) => status === 'exited');
    expectError(await make({ name: 'worker', command: "sh -c 'exit 5'" }), 409, 'conflict');
    expect((await session('worker')).body).toMatchObject({
      status: 'exited',
      reason: expect.stringContaining('exit code 5'),
      total_tasks_completed: 1,
    });
  });
});

describe('the search path', () => {
  const printPath = `${process.execPath} -e 'require("fs").writeFileSync(process.argv[1], process.env.PATH + "\\n");setInterval(() => 0, 1e6)'`;
  afterEach(() => dashboard.tmux.killServer());

  it('of a session is that of this server, then what the tmux server has besides', async () => {
    // As a terminal that was opened at another login: none of our programs is there.
    await dashboard.tmux.killServer();
    const other = ['env', 'PATH=/opt/of-tmux:/usr/bin:/bin', 'tmux', '-u', '-f', '/dev/null'];
    const argv = [...other, '-L', dashboard.tmux.socketName, 'new-session', '-d', '-s', 'theirs'];
    expect(await run(argv, { dropEnv: ['TMUX', 'TMUX_PANE'], detached: true })).toMatchObject({ ok: true });
    await dashboard.sessionWhere('theirs', ({ status }) => status !== 'starting');
    expect(await make({ name: 'agent', provider: 'claude', command: undefined })).toMatchObject({
      status: 201,
      body: { name: 'agent' },
    });
    expect((await make({ name: 'path', command: `${printPath} ${dashboard.dir}/path` })).status).toBe(201);
    const dirs = (await written('path')).trim().split(delimiter);
    expect(dirs).toEqual(dirsOf([programs, searchPath(), '/opt/of-tmux:/usr/bin:/bin'].join(delimiter)));
  });

  it('that is asked for is the only one', async () => {
    const env = { PATH: `${programs}:/nowhere` };
    expect((await make({ name: 'own', command: `${printPath} ${dashboard.dir}/own`, env })).status).toBe(201);
    expect(await written('own')).toBe(`${programs}:/nowhere\n`);
    expect((await make({ name: 'one-word', command: 'claude', env })).status).toBe(201);
  });
});

describe('the standard sessions', () => {
  it('that end at once are told with the reason, and none is said to be made', async () => {
    const claude = join(programs, 'claude');
    const works = readFileSync(claude);
    writeFileSync(claude, '#!/bin/sh\necho no login >&2\nsleep 0.1\nexit 1\n');
    const answer = await dashboard.call('/api/sessions/up', { method: 'POST' });
    writeFileSync(claude, works);
    expect(expectError(answer, 409, 'conflict')).toBe(
      "Session 'architect' could not be made: claude ended at once with exit code 1; it said: no login.",
    );
    for (const name of ['architect', 'claude_orchestrator'])
      expectError(await session(name), 404, 'not_found');
  });
});
