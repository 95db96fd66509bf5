/** Clean-up, backups, restore, export and the vault, from the command line to the files, on a running server. */
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import Database from 'better-sqlite3';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { expectError, expectFieldError, type Json } from '../api/http';
import { sealWithPassphrase } from '../../store/vault/passphrase';
import { architectCommand, BIN, type Ended } from '../support/command';

const VALUE = 'value-of-the-secret\nwith two lines';
let dashboard: Dashboard;
let files: string;
beforeAll(async () => {
  dashboard = await startDashboard();
  files = mkdtempSync(join(tmpdir(), 'architect-files-'));
}, 120_000);
afterAll(async () => {
  rmSync(files, { recursive: true, force: true });
  await dashboard.close();
});

interface Input {
  readonly stdin?: string;
}
const architect = (argv: string[], input: Input = {}): Promise<Ended> =>
  architectCommand(join(dashboard.dir, 'data'), argv, input);
async function succeeds(argv: string[], input: Input = {}): Promise<string> {
  const { code, stdout, stderr } = await architect(argv, input);
  expect({ argv, code, stderr: code === 0 ? '' : stderr }).toEqual({ argv, code: 0, stderr: '' });
  return stdout;
}

describe('the clean-up', () => {
  it('runs when it is asked for, after a backup, and tells what it did', async () => {
    expect(await succeeds(['maintenance', '--dry-run'])).toBe('Would be removed: nothing is old enough.\n');
    expect(await succeeds(['maintenance'])).toMatch(
      /Removed: nothing is old enough\.\nFreed: .* MB\. Backup made first: \d{4}-/,
    );
    const { body } = await dashboard.call('/api/maintenance');
    expect(body).toMatchObject({ total: 2, limit: 50, offset: 0 });
    expect(body.items).toMatchObject([
      {
        dry_run: false,
        status: 'completed',
        requested_by: 'api-token',
        error: null,
        figures: { backup: expect.any(String) },
      },
      { dry_run: true, status: 'completed', figures: { rows: {} } },
    ]);
    expect((await dashboard.call(`/api/maintenance/${body.items[1].id}`)).body).toEqual(body.items[1]);
    expectError(await dashboard.call('/api/maintenance/999'), 404, 'not_found');
    expectFieldError(await dashboard.call('/api/maintenance/run', { body: { dry_run: 'yes' } }), 'dry_run');
  });

  it('has a schedule for three in the night, one run at a time', async () => {
    const connection = await Connection.connect({ address: `127.0.0.1:${dashboard.enginePort}` });
    try {
      const { spec, policies, action } = await new Client({ connection }).schedule
        .getHandle('maintenance')
        .describe();
      expect(spec.calendars?.[0]).toMatchObject({
        hour: [{ start: 3, end: 3 }],
        minute: [{ start: 0, end: 0 }],
      });
      expect({ policies, action }).toMatchObject({
        policies: { overlap: 'SKIP' },
        action: { workflowType: 'maintenance' },
      });
    } finally {
      await connection.close();
    }
  });
});

describe('secrets on the command line', () => {
  it('are piped in, listed, shown, changed, sealed anew and removed', async () => {
    expect(
      await succeeds(['vault', 'set', 'TOKEN', '--category', 'token', '--expires', '2020-01-01'], {
        stdin: `${VALUE}\n`,
      }),
    ).toBe('The secret TOKEN is created.\n');
    expect(await succeeds(['vault'])).toMatch(/TOKEN +token .*expired/);
    expect(await succeeds(['vault', 'show', 'TOKEN'])).toBe(`${VALUE}\n`);
    await succeeds(['vault', 'set', 'TOKEN', '--service', 'github'], { stdin: 'changed' });
    expect(await succeeds(['vault', 'rotate'])).toMatch(
      /^\d+ secrets are sealed with the new key [0-9a-f]{16}\.\n$/,
    );
    expect(await succeeds(['vault', 'show', 'TOKEN'])).toBe('changed\n');
    expect(await succeeds(['vault', 'access', 'TOKEN'])).toMatch(/viewed +api-token/);
    await succeeds(['vault', 'rm', 'TOKEN']);
    expect((await architect(['vault', 'show', 'TOKEN'])).stderr).toContain(
      "There is no secret named 'TOKEN'",
    );
  });

  it('are typed on a terminal without being shown there', async () => {
    const { tmux } = dashboard;
    const command = `env ARCHITECT_DATA_DIR=${join(dashboard.dir, 'data')} ${process.execPath} ${BIN} vault set TYPED`;
    const pane = await tmux.session('typing', 'sh', '-c', `${command}; echo ended; cat`);
    const screen = () => tmux.command('capture-pane', '-p', '-t', pane);
    await until(screen, (text) => text.includes('Value of TYPED:'), 'the question');
    await tmux.command('send-keys', '-t', pane, '-l', 'typed-valuX');
    await tmux.command('send-keys', '-t', pane, 'BSpace', 'e', 'Enter');
    const shown = await until(screen, (text) => text.includes('ended'), 'the end of the command');
    expect(shown).toContain('The secret TYPED is created.');
    expect(shown).not.toContain('typed-val');
    expect(await succeeds(['vault', 'show', 'TYPED'])).toBe('typed-value\n');
    await succeeds(['vault', 'rm', 'TYPED']);
  });

  it('are refused, not half written, while another program holds the database', async () => {
    const db = new Database(join(dashboard.dir, 'data/architect.db'));
    db.exec('BEGIN IMMEDIATE');
    try {
      const body = { name: 'LATE', value: VALUE };
      expectError(await dashboard.call('/api/secrets', { body }), 503, 'database_busy');
    } finally {
      db.close();
    }
    expect((await dashboard.call('/api/secrets')).body).toEqual([]);
  });

  it('are never taken as an argument, nor as nothing', async () => {
    expect((await architect(['vault', 'set', 'TOKEN', 'value'], { stdin: '' })).code).toBe(64);
    expect((await architect(['vault', 'set', 'TOKEN'], { stdin: '' })).stderr).toContain('nothing was given');
    expect((await dashboard.call('/api/secrets')).body).toEqual([]);
  });
});

describe('an export', () => {
  it('holds the record, and of secrets what they are called', async () => {
    await succeeds(['vault', 'set', 'EXPORTED', '--category', 'token'], { stdin: VALUE });
    await dashboard.shell('worker');
    await dashboard.settled(await dashboard.send({ content: 'echo exported', target_session: 'worker' }));
    const file = join(files, 'record.json');
    await succeeds(['export', file]);
    const text = readFileSync(file, 'utf8');
    const { format, tables } = JSON.parse(text);
    expect(format).toBe('architect-export');
    expect(tables.prompts).toMatchObject([
      { content: 'echo exported', status: 'completed', response: 'exported' },
    ]);
    expect(tables.assignment_history.length).toBeGreaterThan(3);
    expect(tables.secrets).toMatchObject([{ name: 'EXPORTED', category: 'token' }]);
    expect(tables.projects).toEqual([]);
    expect(Object.keys(tables.secrets[0])).not.toContain('encrypted_value');
    expect(text).not.toContain('value-of-the-secret');
    expect(await succeeds(['export'])).toContain('"echo exported"');
  });

  it('with secrets opens with its passphrase only', async () => {
    const file = join(files, 'secrets.json');
    await succeeds(['export', file, '--with-secrets'], { stdin: 'correct horse' });
    expect(readFileSync(file, 'utf8')).not.toContain('value-of-the-secret');
    await succeeds(['vault', 'rm', 'EXPORTED']);
    const wrong = await architect(['vault', 'import', file], { stdin: 'wrong horse' });
    expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('passphrase is not the one') });
    expect(await succeeds(['vault', 'import', file], { stdin: 'correct horse' })).toBe(
      'Created 1, kept 0 that are here.\n',
    );
    expect(await succeeds(['vault', 'show', 'EXPORTED'])).toBe(`${VALUE}\n`);
    expect((await dashboard.call('/api/secrets')).body).toMatchObject([
      { name: 'EXPORTED', category: 'token' },
    ]);
  });

  it('sealed with a short passphrase, as earlier ones may be, is still read', async () => {
    const file = join(files, 'earlier.json');
    writeFileSync(file, JSON.stringify({ secrets: sealWithPassphrase('four', '{"EARLIER":"v"}') }));
    expect(await succeeds(['vault', 'import', file], { stdin: 'four' })).toBe(
      'Created 1, kept 0 that are here.\n',
    );
    await succeeds(['vault', 'rm', 'EARLIER']);
  });
});

describe('a backup', () => {
  it('is made over HTTP and on the command line, and listed', async () => {
    const made = await dashboard.call('/api/backups', { method: 'POST' });
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      with_key: false,
      bytes: expect.any(Number),
      reason: 'asked for by api-token',
    });
    expect(await succeeds(['backup'])).toMatch(/^Backed up to .*, and checked\.\n$/);
    const { body } = await dashboard.call('/api/backups');
    expect(body.items.map(({ name }: Json) => name)).toContain(made.body.name);
    expect(await succeeds(['backup', '--list'])).toContain(made.body.name);
    const elsewhere = join(files, 'mine');
    for (let count = 0; count < 3; count += 1) await succeeds(['backup', elsewhere, '--keep', '2']);
    expect(readdirSync(elsewhere)).toHaveLength(2);
  });

  it('is not restored while the server runs; stopped, the record is as it was, and prompts go on from it', async () => {
    const { body: made } = await dashboard.call('/api/backups', { body: { with_key: true } });
    await dashboard.settled(await dashboard.send({ content: 'echo later', target_session: 'worker' }));
    const refused = await architect(['restore', made.dir]);
    expect(refused).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/is running already at .*stop it first/),
    });
    await dashboard.stop();
    expect(await succeeds(['restore', made.dir])).toMatch(
      /^The record of .* is back in .*\nWhat it replaced is in /,
    );
    await dashboard.start();
    const { body } = await dashboard.call('/api/assigner/prompts');
    expect(body.items.map(({ content }: Json) => content)).toEqual(['echo exported']);
    expect(await succeeds(['vault', 'show', 'EXPORTED'])).toBe(`${VALUE}\n`);
    await dashboard.sessionWhere('worker', ({ status }) => status === 'waiting_input');
    const id = await dashboard.send({ content: 'echo again', target_session: 'worker' });
    expect((await dashboard.settled(id)).response).toBe('again');
  }, 120_000);

  it('is named when the server finds a database damaged, and heals it', async () => {
    const { body: made } = await dashboard.call('/api/backups', { method: 'POST' });
    await dashboard.stop();
    const file = join(dashboard.dir, 'data/assigner/assigner.db');
    const bytes = readFileSync(file);
    bytes.fill(0xa5, 4_096, 16_384);
    writeFileSync(file, bytes);
    await expect(dashboard.start()).rejects.toThrow(`architect restore ${made.dir}`);
    await succeeds(['restore', made.dir]);
    await dashboard.start();
    expect((await dashboard.call('/api/assigner/prompts')).body.total).toBe(2);
  }, 120_000);
});
