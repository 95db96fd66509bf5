/** As whom an agent is logged in, read from its process and its configuration directory. */
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accountIn, accountOf } from '../../agents/accounts';
import { testTmux } from '../support/tmux-server';

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'architect-accounts-'))));
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A home with these files in it. */
function home(name: string, files: Record<string, unknown> = {}): string {
  const path = join(dir, name);
  for (const [file, content] of Object.entries(files)) {
    mkdirSync(join(path, file, '..'), { recursive: true });
    writeFileSync(join(path, file), typeof content === 'string' ? content : JSON.stringify(content));
  }
  mkdirSync(path, { recursive: true });
  return path;
}
const claudeLogin = (account: string, organization = 'org-1') => ({
  '.claude.json': { oauthAccount: { accountUuid: account, organizationUuid: organization } },
});
const token = (user: string): string => {
  const claims = { 'https://api.openai.com/auth': { chatgpt_user_id: user } };
  return `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;
};
const codexLogin = (account: string, user: string) => ({
  '.codex/auth.json': { OPENAI_API_KEY: null, tokens: { account_id: account, id_token: token(user) } },
});
const CODEX_PROVIDER =
  'model_provider = "own"\n[model_providers.own]\nenv_key = "OWN_KEY"\nbase_url = "https://own.example"\n';

type Env = Record<string, string>;
const cases: [string, string, boolean, () => [Env, Env]][] = [
  [
    'Claude logged in twice as one',
    'claude',
    true,
    () => [{ HOME: home('1', claudeLogin('me')) }, { HOME: home('2', claudeLogin('me')) }],
  ],
  [
    'Claude with its directory elsewhere',
    'claude',
    true,
    () => [
      { HOME: home('1', claudeLogin('me')) },
      { HOME: home('2', claudeLogin('you')), CLAUDE_CONFIG_DIR: home('3', claudeLogin('me')) },
    ],
  ],
  [
    'Claude logged in as two people',
    'claude',
    false,
    () => [{ HOME: home('1', claudeLogin('me')) }, { HOME: home('2', claudeLogin('you')) }],
  ],
  [
    'one person in two organizations',
    'claude',
    false,
    () => [{ HOME: home('1', claudeLogin('me', 'org-1')) }, { HOME: home('2', claudeLogin('me', 'org-2')) }],
  ],
  [
    'one key in two homes',
    'claude',
    true,
    () => [
      { HOME: home('1'), ANTHROPIC_API_KEY: 'key-1' },
      { HOME: home('2'), ANTHROPIC_API_KEY: 'key-1' },
    ],
  ],
  [
    'two keys in one home',
    'claude',
    false,
    () => [
      { HOME: home('1'), ANTHROPIC_API_KEY: 'key-1' },
      { HOME: home('1'), ANTHROPIC_API_KEY: 'key-2' },
    ],
  ],
  [
    'one key at two addresses',
    'claude',
    false,
    () => [
      { HOME: home('1'), ANTHROPIC_API_KEY: 'key-1' },
      { HOME: home('1'), ANTHROPIC_API_KEY: 'key-1', ANTHROPIC_BASE_URL: 'http://gateway' },
    ],
  ],
  [
    'a key that its person refused, and the login without it',
    'claude',
    true,
    () => [
      { HOME: home('1', claudeLogin('me')) },
      {
        HOME: home('2', {
          '.claude.json': {
            ...claudeLogin('me')['.claude.json'],
            customApiKeyResponses: { rejected: ['y-1'] },
          },
        }),
        ANTHROPIC_API_KEY: 'key-1',
      },
    ],
  ],
  [
    'two tokens',
    'claude',
    false,
    () => [
      { HOME: home('1'), CLAUDE_CODE_OAUTH_TOKEN: 'token-1' },
      { HOME: home('1'), CLAUDE_CODE_OAUTH_TOKEN: 'token-2' },
    ],
  ],
  [
    'credentials without an account in their file',
    'claude',
    true,
    () => [
      {
        HOME: home('1', {
          '.claude/.credentials.json': { claudeAiOauth: { accessToken: 'a', refreshToken: 'r' } },
        }),
      },
      {
        HOME: home('2', {
          '.claude/.credentials.json': { claudeAiOauth: { accessToken: 'b', refreshToken: 'r' } },
        }),
      },
    ],
  ],
  [
    'two clouds',
    'claude',
    false,
    () => [
      { HOME: home('1'), CLAUDE_CODE_USE_BEDROCK: '1', AWS_PROFILE: 'a' },
      { HOME: home('1'), CLAUDE_CODE_USE_BEDROCK: '1', AWS_PROFILE: 'b' },
    ],
  ],
  ['homes that tell nothing', 'claude', false, () => [{ HOME: home('1') }, { HOME: home('2') }]],
  [
    'a home that tells nothing, and a link to it',
    'claude',
    true,
    () => {
      const real = home('1', { '.claude/x': '' });
      symlinkSync(real, join(dir, 'link'));
      return [{ HOME: real }, { HOME: join(dir, 'link') }];
    },
  ],
  [
    'a file that is no JSON',
    'claude',
    false,
    () => [
      { HOME: home('1', { '.claude.json': '{broken' }) },
      { HOME: home('2', { '.claude.json': '{broken' }) },
    ],
  ],
  [
    'Codex logged in twice as one',
    'codex',
    true,
    () => [
      { HOME: home('1', codexLogin('team', 'me')) },
      { CODEX_HOME: join(home('2', codexLogin('team', 'me')), '.codex') },
    ],
  ],
  [
    'two members of one workspace',
    'codex',
    false,
    () => [{ HOME: home('1', codexLogin('team', 'me')) }, { HOME: home('2', codexLogin('team', 'you')) }],
  ],
  [
    "two keys for Codex's own provider",
    'codex',
    false,
    () => [
      { HOME: home('1', { '.codex/config.toml': CODEX_PROVIDER }), OWN_KEY: '1' },
      { HOME: home('1'), OWN_KEY: '2' },
    ],
  ],
  [
    'one key in two files of Codex',
    'codex',
    true,
    () => [
      { HOME: home('1', { '.codex/auth.json': { OPENAI_API_KEY: 'key' } }) },
      { HOME: home('2', { '.codex/auth.json': { OPENAI_API_KEY: 'key' } }) },
    ],
  ],
  ['two keys of Gemini', 'gemini', false, () => [{ GEMINI_API_KEY: '1' }, { GEMINI_API_KEY: '2' }]],
];

test.each(cases)('%s (%s): one account is %s', async (_what, provider, same, environments) => {
  const [one, other] = environments();
  const accounts = [await accountIn(one, provider), await accountIn(other, provider)];
  expect(accounts).toEqual([
    expect.stringMatching(/^[0-9a-f]{16}$/),
    expect.stringMatching(/^[0-9a-f]{16}$/),
  ]);
  expect(accounts[0] === accounts[1]).toBe(same);
});

test('of an agent that has no limits nothing is told', async () => {
  expect(await accountIn({ HOME: dir }, 'shell')).toBeNull();
});

test('it is read from the process in the terminal, not from our own environment', async () => {
  const tmux = testTmux();
  try {
    const claude = join(tmux.dir, 'claude');
    writeFileSync(claude, '#!/bin/sh\nsleep 1000\n');
    chmodSync(claude, 0o700);
    const pidOf = async (name: string, ...argv: string[]): Promise<number> => {
      const pane = await tmux.session(name, ...argv);
      return Number(await tmux.command('display-message', '-p', '-t', pane, '#{pane_pid}'));
    };
    const env = { HOME: home('1'), ANTHROPIC_API_KEY: 'key-1' };
    const argv = ['env', `HOME=${env.HOME}`, `ANTHROPIC_API_KEY=${env.ANTHROPIC_API_KEY}`, claude];
    const direct = await pidOf('direct', ...argv);
    const inShell = await pidOf('shell', 'bash', '-c', `${argv.join(' ')}; :`);
    const wanted = await accountIn(env, 'claude');
    const became = async (pid: number): Promise<string | null> => {
      // tmux tells of the pane before its program has become the one that was asked for.
      for (let tries = 0; tries < 100; tries += 1) {
        const account = await accountOf(pid, 'claude');
        if (account === wanted) return account;
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
      return accountOf(pid, 'claude');
    };
    expect([await became(direct), await became(inShell)]).toEqual([wanted, wanted]);
    expect(await accountOf(await pidOf('alone', 'bash', '--norc'), 'claude')).toBeNull();
    expect(await accountOf(2 ** 22 + 1, 'claude')).toBeNull();
  } finally {
    await tmux.close();
  }
});
