/** Sessions over HTTP: making, reading and ending them, typing into them, and those another program wrote down. */
import Database from 'better-sqlite3';
import { existsSync, mkdirSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { searchPath } from '../../../config/programs';
import { type Answer, type Dashboard, until, waitFor } from '../../support/dashboard';
import { expectError } from '../http';
import { served } from './dashboard';
import { programs } from './programs';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await served({ PATH: `${programs}${delimiter}${searchPath()}` });
}, 90_000);

const BASH = 'bash --norc --noprofile';
const make = (session: Record<string, unknown>): Promise<Answer> =>
  dashboard.call('/api/sessions', { body: { provider: 'shell', command: BASH, ...session } });
const session = (name: string): Promise<Answer> =>
  dashboard.call(`/api/sessions/${encodeURIComponent(name)}`);
const end = (name: string): Promise<Answer> => dashboard.call(`/api/sessions/${name}`, { method: 'DELETE' });
const type = (name: string, command: string): Promise<Answer> =>
  dashboard.call('/api/tmux/send', { body: { session: name, command } });
const ready = (name: string) => dashboard.sessionWhere(name, ({ status }) => status === 'waiting_input');
const written = async (name: string): Promise<string> => {
  const file = join(dashboard.dir, name);
  await waitFor(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'), `${name} is written`);
  return readFileSync(file, 'utf8');
};

describe('a session that is made', () => {
  it('has every field of the contract, and is in both lists', async () => {
    const { status, body } = await make({ name: 'whole', specialty: 'review', working_dir: dashboard.dir });
    expect(status).toBe(201);
    expect(body).toEqual({
      name: 'whole',
      status: expect.stringMatching(/^(starting|busy|waiting_input)$/),
      reason: expect.any(String),
      rule: expect.any(String),
      evidence_source: 'screen',
      disagreement: null,
      evidence: expect.any(String),
      provider: 'shell',
      specialty: 'review',
      is_claude: false,
      working_dir: realpathSync(dashboard.dir),
      writer: null,
      writer_since: null,
      project_id: null,
      host: expect.any(String),
      pane_id: expect.stringMatching(/^%\d+$/),
      registered: true,
      attached: 0,
      current_task_id: null,
      last_activity: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      updated_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      limited_until: null,
      success_rate: 0,
      avg_completion_time: 0,
      total_tasks_completed: 0,
      total_tasks_failed: 0,
      auto_confirm: 'safe',
      auto_confirm_until: null,
      confirmation_id: null,
      owner: null,
    });
    const shown = await ready('whole');
    expect(shown).toMatchObject({ reason: 'the shell waits for a command', rule: 'shell.prompt' });
    for (const path of ['/api/sessions', '/api/assigner/sessions']) {
      const all = (await dashboard.call(path)).body;
      expect(Array.isArray(all)).toBe(true);
      expect(all).toContainEqual((await session('whole')).body);
    }
  });

  it('takes prompts', async () => {
    await make({ name: 'taker' });
    await ready('taker');
    const prompt = await dashboard.settled(
      await dashboard.send({ content: 'echo taken', target_session: 'taker' }),
    );
    expect(prompt).toMatchObject({ status: 'completed', response: 'taken' });
  });

  it('runs its command without a shell: nothing in it is expanded', async () => {
    const file = join(dashboard.dir, 'argv');
    const script =
      'require("fs").writeFileSync(process.argv[1], process.argv.slice(2).join("|") + "\\n");setInterval(() => 0, 1e6)';
    const { status } = await make({
      name: 'argv',
      command: `${process.execPath} -e '${script}' ${file} $HOME "two words" 'single #{pane_id}' \\$x ~ \`id\` %1`,
    });
    expect(status).toBe(201);
    expect(await written('argv')).toBe('$HOME|two words|single #{pane_id}|$x|~|`id`|%1\n');
  });

  it('gets its environment whole, also what tmux or a shell would read otherwise', async () => {
    const env = {
      PLAIN: 'value',
      EMPTY: '',
      HARD: ` "double" 'single' $HOME \`id\` #{pane_id} #(id) ; \\ \n -x é 👍 `,
    };
    const script =
      'require("fs").writeFileSync(process.argv[1], JSON.stringify(process.env) + "\\n");setInterval(() => 0, 1e6)';
    await make({ name: 'env', env, command: `${process.execPath} -e '${script}' ${dashboard.dir}/env` });
    expect(JSON.parse(await written('env'))).toMatchObject(env);
  });

  it('is in the working directory that was asked for, whatever its name', async () => {
    const dir = join(realpathSync(dashboard.dir), 'a #{pane_id} "b" $c é');
    mkdirSync(dir);
    expect((await make({ name: 'dir', working_dir: dir })).status).toBe(201);
    await ready('dir');
    await type('dir', `pwd > ${dashboard.dir}/pwd`);
    expect(await written('pwd')).toBe(`${dir}\n`);
    expect((await session('dir')).body.working_dir).toBe(dir);
  });

  it('may have a name with blanks and letters of any language', async () => {
    for (const name of ['two words', 'prüfung_2', '开发']) {
      expect((await make({ name })).status).toBe(201);
      expect((await session(name)).body.name).toBe(name);
    }
  });

  it('is refused where the name is taken, also by one of two requests at once', async () => {
    expect((await make({ name: 'taken' })).status).toBe(201);
    const message = expectError(await make({ name: 'taken' }), 409, 'conflict');
    expect(message).toBe("Session 'taken' exists already.");
    const statuses = (await Promise.all([make({ name: 'race' }), make({ name: 'race' })])).map(
      (one) => one.status,
    );
    expect(statuses.sort()).toEqual([201, 409]);
    expect((await session('race')).status).toBe(200);
  });
});

describe('the standard sessions', () => {
  it('are made with the agent that is found, those that are missing', async () => {
    const up = async () => (await dashboard.call('/api/sessions/up', { method: 'POST' })).body;
    const names = (made: { name: string }[]): string[] => made.map(({ name }) => name);
    const standard = ['architect', 'dev_worker1', 'dev_worker2', 'claude_orchestrator'];
    const first = await up();
    expect([names(first.created), first.existing, first.provider]).toEqual([standard, [], 'claude']);
    expect(first.created.map(({ specialty }: { specialty: string }) => specialty)).toEqual([
      'coding',
      'coding',
      'coding',
      'manager',
    ]);
    expect((await end('dev_worker2')).status).toBe(204);
    const second = await up();
    expect(names(second.created)).toEqual(['dev_worker2']);
    expect(names(second.existing)).toEqual(standard.filter((name) => name !== 'dev_worker2'));
  });
});

describe('a session that is ended', () => {
  it('is gone from tmux and from the lists; the others stay', async () => {
    await make({ name: 'ended' });
    await make({ name: 'ended2' });
    const answer = await end('ended');
    expect([answer.status, answer.body]).toEqual([204, null]);
    expectError(await session('ended'), 404, 'not_found');
    expectError(await end('ended'), 404, 'not_found');
    const names = (await dashboard.tmux.command('list-sessions', '-F', '#{session_name}')).split('\n');
    expect(names).toContain('ended2');
    expect(names).not.toContain('ended');
    expect((await session('ended2')).status).toBe(200);
  });

  it('by a person in the terminal is shown as such', async () => {
    await make({ name: 'quit' });
    await ready('quit');
    await type('quit', 'exit');
    const gone = await dashboard.sessionWhere('quit', ({ status }) => status === 'exited');
    expect(gone.reason).toBe('its tmux session has ended');
    expectError(await type('quit', 'echo x'), 409, 'conflict');
  });
});

describe('typing into a session', () => {
  it('runs the command, also one of several lines', async () => {
    await make({ name: 'typed' });
    await ready('typed');
    expect((await type('typed', `echo one > ${dashboard.dir}/typed`)).body).toEqual({ success: true });
    expect(await written('typed')).toBe('one\n');
    await type('typed', `cat > ${dashboard.dir}/lines <<'END'\n$HOME; #{pane_id}\nC-c Enter\nEND`);
    expect(await written('lines')).toBe('$HOME; #{pane_id}\nC-c Enter\n');
  });

  it('happens whatever the session is doing', async () => {
    await make({ name: 'busy' });
    await ready('busy');
    await type('busy', `read line; echo "got $line" > ${dashboard.dir}/busy`);
    await dashboard.sessionWhere('busy', ({ status }) => status === 'busy');
    await type('busy', 'an answer');
    expect(await written('busy')).toBe('got an answer\n');
  });

  it('goes to exactly that session', async () => {
    await make({ name: 'exact_2' });
    await dashboard.tmux.command('rename-window', '-t', '=exact_2:', 'exact');
    expectError(await type('exact', 'echo x'), 404, 'not_found');
    expectError(await type('exact_', 'echo x'), 404, 'not_found');
  });

  it('shows on its screen', async () => {
    await make({ name: 'screen' });
    await ready('screen');
    await type('screen', 'echo "on the"-screen');
    const screen = await until(
      async () => (await dashboard.call('/api/sessions/screen/screen')).body,
      (shot) => shot.screen.includes('\non the-screen\n'),
      'the screen shows the answer',
    );
    expect(Object.keys(screen).sort()).toEqual(['captured_at', 'name', 'screen']);
    expect(screen.name).toBe('screen');
    expect(Date.now() - Date.parse(screen.captured_at)).toBeLessThan(60_000);
  });
});

describe('sessions that others made', () => {
  it('by hand in tmux are found, and forgotten when they end', async () => {
    await dashboard.tmux.session('by hand', 'env', 'PS1=$ ', 'bash', '--norc', '--noprofile');
    const found = await dashboard.sessionWhere('by%20hand', ({ status }) => status === 'waiting_input');
    expect(found).toMatchObject({ name: 'by hand', provider: 'shell', registered: false });
    await dashboard.tmux.command('kill-session', '-t', '=by hand');
    await until(
      () => session('by hand'),
      ({ status }) => status === 404,
      'the session is forgotten',
    );
  });

  it('are known under any name that tmux allows', async () => {
    const name = "x'; DROP TABLE sessions; --%2F";
    await dashboard.tmux.session(name, 'env', 'PS1=$ ', 'bash', '--norc', '--noprofile');
    await until(
      () => session(name),
      ({ status }) => status === 200,
      'the session is found',
    );
    const screen = await dashboard.call(`/api/sessions/${encodeURIComponent(name)}/screen`);
    expect(screen.body.name).toBe(name);
    expect((await end(encodeURIComponent(name))).status).toBe(204);
    expect((await session('whole')).status).toBe(200);
  });

  it('written into the database by another program appear, and are used once they are there', async () => {
    const db = new Database(join(dashboard.dir, 'data/assigner/assigner.db'));
    db.exec(
      "INSERT INTO sessions (name, provider, specialty, is_claude) VALUES ('dev_worker3', 'claude', 'coding', 1)",
    );
    db.close();
    const { body } = await session('dev_worker3');
    expect(body).toMatchObject({
      name: 'dev_worker3',
      provider: 'claude',
      specialty: 'coding',
      is_claude: true,
    });
    expect(body.status).toBe('unknown');
    expect((await dashboard.call('/api/assigner/sessions')).body).toContainEqual(body);
    const id = await dashboard.send({ content: 'waits for it', target_session: 'dev_worker3' });
    await dashboard.promptWhere(id, ({ stage }) => stage === 'queued');
    expectError(await type('dev_worker3', 'x'), 409, 'conflict');
    expect((await end('dev_worker3')).status).toBe(204);
  });
});
