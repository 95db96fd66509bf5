/** `architect hooks`: our hooks in the files of the agents, everything else in them as it was. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../../config';
import { run } from './helpers';

let dir: string;
let config: Partial<Config>;
const claudeFile = (): string => join(dir, 'claude', 'settings.json');
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'architect-hooks-'));
  config = {
    dataDir: join(dir, 'data'),
    agentDirs: { claude: join(dir, 'claude'), codex: join(dir, 'codex') },
  };
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const hooks = (...argv: string[]) => run(['hooks', ...argv], { config });
const states = async (): Promise<Record<string, string>> => {
  const { stdout } = await run(['--json', 'hooks', 'status'], { config });
  return Object.fromEntries(
    (JSON.parse(stdout) as { agent: string; state: string }[]).map(({ agent, state }) => [agent, state]),
  );
};
const json = (file: string): any => JSON.parse(readFileSync(file, 'utf8'));

test('they are missing at first, installed after install and gone after remove', async () => {
  expect(await states()).toEqual({ claude: 'missing', codex: 'missing' });
  expect(await hooks('install')).toMatchObject({ code: 0, stderr: expect.stringContaining('Trust all') });
  expect(await states()).toEqual({ claude: 'installed', codex: 'installed' });
  await hooks('remove', 'codex');
  expect(await states()).toEqual({ claude: 'installed', codex: 'missing' });
  await hooks('remove');
  expect(json(claudeFile())).toEqual({});
});

test("a person's own settings and hooks stay, and installing twice adds nothing", async () => {
  const own = {
    model: 'opus',
    hooks: {
      Stop: [{ hooks: [{ type: 'command', command: 'say done' }] }],
      PreCompact: [{ matcher: 'x', hooks: [] }],
    },
  };
  mkdirSync(join(dir, 'claude'));
  writeFileSync(claudeFile(), JSON.stringify(own));
  await hooks('install', 'claude');
  await hooks('install', 'claude');
  const { model, hooks: installed } = json(claudeFile());
  expect(model).toBe('opus');
  expect(installed.Stop).toHaveLength(2);
  expect(installed.Stop[0]).toEqual(own.hooks.Stop[0]);
  await hooks('remove', 'claude');
  expect(json(claudeFile())).toEqual(own);
});

test('hooks of an installation that was moved are outdated, and mended by install', async () => {
  await hooks('install', 'claude');
  config = { ...config, dataDir: join(dir, 'moved') };
  expect(await states()).toMatchObject({ claude: 'outdated' });
  await hooks('install', 'claude');
  expect(await states()).toMatchObject({ claude: 'installed' });
  expect(json(claudeFile()).hooks.Stop).toHaveLength(1);
});

test('a file that is not as its agent writes it is left alone, with what is wrong', async () => {
  mkdirSync(join(dir, 'claude'));
  for (const text of ['{ "hooks": ', '{ "hooks": [] }']) {
    writeFileSync(claudeFile(), text);
    const { code, stderr } = await hooks('install', 'claude');
    expect({ code, stderr }).toMatchObject({
      code: 78,
      stderr: expect.stringContaining('nothing was changed'),
    });
    expect(readFileSync(claudeFile(), 'utf8')).toBe(text);
  }
});

test('what was there before is kept beside', async () => {
  mkdirSync(join(dir, 'claude'));
  writeFileSync(claudeFile(), '{"a":1}');
  await hooks('install', 'claude');
  expect(readFileSync(`${claudeFile()}.before-architect`, 'utf8')).toBe('{"a":1}');
  expect(existsSync(`${claudeFile()}.new`)).toBe(false);
});
