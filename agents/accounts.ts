/**
 * As whom an agent is logged in: read from the environment of its own process and the configuration directory that this
 * names, so that sessions made by hand are told apart as well. Only a digest leaves this module, never a key.
 */
import { createHash } from 'node:crypto';
import { readFile, realpath } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parse as parseToml } from 'smol-toml';
import { z } from 'zod';
import { isShell } from './screen/lines';
import { environmentOf } from '../processes/details';
import { terminalProcesses } from './processes';

type Environment = Readonly<Record<string, string | undefined>>;
/** What tells one account from another: what kind of login it is, then its values. */
type Login = readonly [kind: string, ...values: (string | undefined)[]];

const DIGEST_LENGTH = 16;

/** The account of the agent in a terminal, `pid` being the terminal's process; null where it can't be told. */
export async function accountOf(pid: number, provider: string): Promise<string | null> {
  const processes = await terminalProcesses(pid).catch(() => []);
  const agent =
    processes.find(({ name }) => name.startsWith(provider)) ?? processes.find(({ name }) => !isShell(name));
  const env = agent && (await environmentOf(agent.pid));
  return env ? accountIn(env, provider) : null;
}

/** The account of an agent that runs with this environment. */
export async function accountIn(env: Environment, provider: string): Promise<string | null> {
  const login = await loginOf(env, provider);
  return login && createHash('sha256').update(JSON.stringify(login)).digest('hex').slice(0, DIGEST_LENGTH);
}

async function loginOf(env: Environment, provider: string): Promise<Login | null> {
  switch (provider) {
    case 'claude':
      return claudeLogin(env);
    case 'codex':
      return codexLogin(env);
    case 'gemini':
      return geminiLogin(env);
    default:
      return null;
  }
}

const homeOf = ({ HOME }: Environment): string => HOME || homedir();

/** Clouds that have Claude, each with the variables that say whose. */
const CLOUDS = /^(CLAUDE_CODE_USE_(BEDROCK|VERTEX|FOUNDRY|MANTLE|ANTHROPIC_AWS|ANTHROPIC_GOOGLE_CLOUD))$/;
const CLOUD_ACCOUNT =
  /^(AWS_(PROFILE|ACCESS_KEY_ID|BEARER_TOKEN_BEDROCK|REGION)|ANTHROPIC_(VERTEX|FOUNDRY)_\w+|CLOUD_ML_REGION)$/;

const claudeState = z.looseObject({
  oauthAccount: z
    .looseObject({ accountUuid: z.string(), organizationUuid: z.string().optional() })
    .optional(),
  primaryApiKey: z.string().optional(),
  customApiKeyResponses: z.looseObject({ rejected: z.array(z.string()).optional() }).optional(),
});
const claudeCredentials = z.looseObject({
  claudeAiOauth: z.looseObject({ refreshToken: z.string().optional(), accessToken: z.string() }),
});

/** In the order in which Claude Code takes them. */
async function claudeLogin(env: Environment): Promise<Login> {
  const cloud = Object.entries(env).filter(([name, value]) => CLOUDS.test(name) && value);
  if (cloud.length > 0) {
    const owner = Object.entries(env).filter(([name]) => CLOUD_ACCOUNT.test(name));
    return ['cloud', ...[...cloud, ...owner].map(([name, value]) => `${name}=${value}`).sort()];
  }
  const { CLAUDE_CONFIG_DIR: own, ANTHROPIC_BASE_URL: url } = env;
  const dir = own || join(homeOf(env), '.claude');
  const state = await json(join(own || homeOf(env), '.claude.json'), claudeState);
  if (env['ANTHROPIC_AUTH_TOKEN']) return ['token', env['ANTHROPIC_AUTH_TOKEN'], url];
  const key = env['ANTHROPIC_API_KEY'];
  // A person may have said that this key is not to be used: Claude keeps its end.
  if (key && !state?.customApiKeyResponses?.rejected?.some((end) => key.endsWith(end)))
    return ['key', key, url];
  if (env['CLAUDE_CODE_OAUTH_TOKEN']) return ['oauth', env['CLAUDE_CODE_OAUTH_TOKEN']];
  const account = state?.oauthAccount;
  if (account) return ['account', account.accountUuid, account.organizationUuid];
  if (state?.primaryApiKey) return ['key', state.primaryApiKey, url];
  const oauth = (await json(join(dir, '.credentials.json'), claudeCredentials))?.claudeAiOauth;
  return oauth ? ['oauth', oauth.refreshToken ?? oauth.accessToken] : directory(dir);
}

const codexConfig = z.looseObject({
  model_provider: z.string().optional(),
  model_providers: z
    .record(z.string(), z.looseObject({ env_key: z.string().optional(), base_url: z.string().optional() }))
    .optional(),
});
const codexAuth = z.looseObject({
  OPENAI_API_KEY: z.string().nullish(),
  tokens: z.looseObject({ account_id: z.string().nullish(), id_token: z.string().nullish() }).nullish(),
});

async function codexLogin(env: Environment): Promise<Login> {
  const dir = env['CODEX_HOME'] || join(homeOf(env), '.codex');
  const config = await read(join(dir, 'config.toml'), codexConfig, parseToml);
  const { env_key: name, base_url: url } = config?.model_providers?.[config.model_provider ?? ''] ?? {};
  if (name !== undefined && env[name]) return ['key', env[name], url];
  for (const variable of ['CODEX_ACCESS_TOKEN', 'CODEX_API_KEY'])
    if (env[variable]) return ['key', env[variable], url];
  const auth = await json(join(dir, 'auth.json'), codexAuth);
  const account = auth?.tokens?.account_id;
  // Of a workspace each member has a limit of their own.
  if (account) return ['account', account, memberOf(auth.tokens?.id_token)];
  const key = auth?.OPENAI_API_KEY || env['OPENAI_API_KEY'];
  return key ? ['key', key, url] : directory(dir);
}

async function geminiLogin(env: Environment): Promise<Login> {
  const key = env['GEMINI_API_KEY'] || env['GOOGLE_API_KEY'];
  return key ? ['key', key] : directory(join(homeOf(env), '.gemini'));
}

/** A login that is kept elsewhere, such as in a key ring, is kept for the configuration directory. */
async function directory(dir: string): Promise<Login> {
  return ['directory', await realpath(dir).catch(() => dir)];
}

const claims = z.looseObject({
  sub: z.string().optional(),
  'https://api.openai.com/auth': z.looseObject({ chatgpt_user_id: z.string().optional() }).optional(),
});

/** Whom an id token is about. It is not checked: Codex has done so. */
function memberOf(token: string | null | undefined): string | undefined {
  try {
    const payload = Buffer.from(token?.split('.')[1] ?? '', 'base64url').toString();
    const { sub, 'https://api.openai.com/auth': auth } = claims.parse(JSON.parse(payload));
    return auth?.chatgpt_user_id ?? sub;
  } catch {
    return undefined;
  }
}

const json = <S extends z.ZodType>(file: string, schema: S): Promise<z.output<S> | undefined> =>
  read(file, schema, JSON.parse);

/** undefined where the file isn't there or isn't as expected. */
async function read<S extends z.ZodType>(
  file: string,
  schema: S,
  parse: (text: string) => unknown,
): Promise<z.output<S> | undefined> {
  try {
    return schema.parse(parse(await readFile(file, 'utf8')));
  } catch {
    return undefined;
  }
}
