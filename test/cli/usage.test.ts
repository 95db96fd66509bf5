import type { Command } from 'commander';
import { Context } from '../../cli/context';
import type { Io } from '../../cli/io';
import { buildProgram } from '../../cli/program';
import { FakeApi } from './fake-api';
import { run, runWith } from './helpers';

const api = new FakeApi();
beforeAll(() => api.start());
afterAll(() => api.stop());

test.each([
  [['sned', 'x'], 'Did you mean send?'],
  [
    ['sessions', 'lits'],
    "sessions: unknown command 'lits'. Expected list, up, new, set, take-over, rm, screen or nothing.",
  ],
  [['prompts', '--limti', '3'], 'Did you mean --limit?'],
  [['send', 'x', '--priority', 'high'], 'Expected a whole number.'],
  [['send', 'x', '--provider', 'gpt'], 'Allowed choices are claude, codex, gemini, aider, shell.'],
  [['send', 'x', '--metadata', '[1]'], 'Expected a JSON object'],
  [['send', 'x', '--metadata', '{'], 'Expected a JSON object'],
  [['send', 'x', '--timeout', '0'], 'Expected a number above 0.'],
  [['send', 'fix', 'the', 'bug'], 'Put the text in quotes'],
  [['send', '- point'], 'goes after --'],
  [['send'], 'There is no text to send'],
  [['prompts', '--status', 'done'], 'Expected some of pending, assigned'],
  [['prompt', 'abc'], 'Expected the number of a prompt.'],
  [['prompt', '0'], 'Expected the number of a prompt.'],
  [['cancel'], "missing required argument 'id'"],
  [['reassign', '42'], 'Say where to'],
  [['move', '42'], 'Say where to'],
  [['move', '42', '--first', '--after', '41'], 'cannot be used with'],
  [['reassign', '42', '--any', '--target', 'dev'], 'cannot be used with'],
  [['sessions', 'new', 'dev', '--env', 'novalue'], 'Expected NAME=value.'],
  [['prompts', '--status', 'pending,done'], 'indeterminate, separated by commas.'],
  [['sessions', '--status', 'gone'], 'Expected some of idle, waiting_input, busy'],
  [['tasks', '--status', 'done'], 'Expected some of pending, running, completed'],
  [['errors', '--status', 'old'], 'Expected some of open, resolved'],
  [['milestones', 'show', '1', '--status', 'late'], 'Expected some of open, done'],
  [['sessions', 'set', 'a', '--provider', 'gpt'], 'Allowed choices are claude, codex, gemini, aider, shell.'],
  [['archive'], 'Give numbers of prompts, or --settled'],
  [['archive', '1', '--settled'], 'Give numbers of prompts, or --settled'],
  [['queue', 'stop'], "queue: unknown command 'stop'. Expected pause, resume or nothing."],
  [['resolve', '42', '--as', 'lost'], 'Allowed choices are completed, failed.'],
  [['resolve', '42'], "required option '--as <end>' not specified"],
  [['assigner'], 'Give one of --send'],
  [['assigner', '--status', '--sessions'], 'Give one of --send'],
  [['start', '--workers', '-1'], 'Expected a number from 0 to 32.'],
  [['restart', '--workers', '33'], 'Expected a number from 0 to 32.'],
  [['service', 'install', '--workers', 'many'], 'Expected a number from 0 to 32.'],
  [['status', '--url', 'localhost:8080'], 'Expected an address like http://127.0.0.1:8080.'],
])('architect %j is wrong usage and is told: %s', async (argv, message) => {
  const { code, stdout, stderr } = await runWith(api, argv);
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toMatch(/^architect: /);
  expect(stderr).toContain(message);
  expect(api.requests).toEqual([]);
});

/** Each group of commands, as it is typed. */
const groupsIn = (command: Command, path: readonly string[] = []): string[][] =>
  command.commands.flatMap((one) => {
    const own = [...path, one.name()];
    return one.commands.length > 0 ? [own, ...groupsIn(one, own)] : [];
  });
/** But those that take a word of their own. */
const groups = async (): Promise<string[][]> =>
  groupsIn((await buildProgram({} as Io)).program).filter(([name]) => name !== 'hooks');

test('there are groups, also within others', async () => {
  const found = await groups();
  expect(found.length).toBeGreaterThan(20);
  expect(found).toContainEqual(['confirm', 'rules']);
});

test.each([
  ['', []],
  [' with an option after it', ['--no-such-option', 'x']],
  [' with a word after it', ['word']],
] as const)('each group names its commands where a word is none of them%s', async (_what, more) => {
  for (const path of await groups()) {
    const { code, stdout, stderr } = await runWith(api, [...path, 'no-such-word', ...more]);
    expect({ path, code, stdout }).toEqual({ path, code: 64, stdout: '' });
    expect(stderr).toContain(`architect: ${path.join(' ')}: unknown command 'no-such-word'. Expected `);
    expect(stderr).toMatch(/Expected [a-z-]+(, [a-z-]+)*( or nothing)?\./);
    expect(api.requests).toEqual([]);
  }
});

test('an empty text piped in is wrong usage', async () => {
  expect(await runWith(api, ['send', '-'], { stdin: ' \n' })).toMatchObject({ code: 64 });
});

test('without a command the help goes to standard error', async () => {
  const { code, stdout, stderr } = await run([]);
  expect({ code, stdout }).toEqual({ code: 64, stdout: '' });
  expect(stderr).toContain('Usage: architect');
});

test('--help lists every command and shows examples', async () => {
  const { code, stdout, stderr } = await run(['--help']);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  const commands = [
    'serve',
    'send',
    'status',
    'sessions',
    'prompts',
    'prompt',
    'logs',
    'cancel',
    'retry',
    'reassign',
  ];
  for (const name of [...commands, 'priority', 'move', 'resolve', 'keys', 'assigner'])
    expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
  expect(stdout).toContain('Examples:');
});

test('commands are made without the settings and without the server, which the options may name', async () => {
  const io = {
    config: {},
    get stdout(): never {
      throw new Error('not yet');
    },
  } as unknown as Io;
  const broken = jest.spyOn(Context.prototype, 'client', 'get').mockImplementation(() => {
    throw new Error('a command asked for the server before it was run');
  });
  try {
    await expect(buildProgram(io)).resolves.toBeDefined();
  } finally {
    broken.mockRestore();
  }
});

test('serve --help lists the settings', async () => {
  const { code, stdout } = await run(['serve', '--help']);
  expect(code).toBe(0);
  expect(stdout).toContain('ARCHITECT_DATA_DIR');
});

test('--version prints the version of package.json', async () => {
  const { version } = jest.requireActual<{ version: string }>('../../package.json');
  expect(await run(['--version'])).toEqual({ code: 0, stdout: `${version}\n`, stderr: '' });
});
