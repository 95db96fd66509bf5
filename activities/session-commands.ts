/** Carries out a person's requests to this host: make a session, end one, type a command. */
import { ApplicationFailure } from '@temporalio/activity';
import { createHash, randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import type { HostActivities } from '../workflows/contracts/ports';
import { agentById } from './agents/index';
import { VaultError } from '../store';
import { TmuxError } from './adapters/tmux/types';
import type { Deps } from './context';
import { leftovers } from './leftovers';
import { OWNER_OPTION } from './watch/ownership';

/** Payload of a `create` request. */
export interface CreateSession {
  readonly provider: string;
  readonly specialty: string;
  readonly workingDir: string | null;
  /** argv that replaces the agent's usual launch line. */
  readonly argv: readonly string[] | null;
  readonly env: Readonly<Record<string, string>>;
  /** Names of secrets that come into the environment; their values are taken from the vault here and kept nowhere. */
  readonly secrets: readonly string[];
}

/** Payload of a `send` request. */
export interface SendCommand {
  readonly command: string;
}

const HOOK_KEY_BYTES = 18;
/** What decides as whom an agent is logged in. */
const ACCOUNT_VARIABLES = [
  'HOME',
  'CLAUDE_CONFIG_DIR',
  'ANTHROPIC_API_KEY',
  'ANTHROPIC_AUTH_TOKEN',
  'CLAUDE_CODE_OAUTH_TOKEN',
  'CODEX_HOME',
  'OPENAI_API_KEY',
  'GEMINI_API_KEY',
];

const ENDED_AT_ONCE = 'its program ended at once: check the command and the working directory';

export function sessionCommandActivities(deps: Deps): Pick<HostActivities, 'runSessionCommand'> {
  const { store, watch } = deps;
  return {
    async runSessionCommand({ commandId }) {
      const row = store.commands.get(commandId);
      if (!row || row.status !== 'pending')
        throw ApplicationFailure.nonRetryable(`no open request ${commandId}`);
      const payload: unknown = JSON.parse(row.payload);
      const error = await reasonOf(() => {
        switch (row.kind) {
          case 'create':
            return create(deps, row.session_name, payload as CreateSession);
          case 'kill':
            return kill(deps, row.session_name);
          case 'take_over':
            return takeOver(deps, row.session_name);
          case 'send':
            return send(deps, row.session_name, payload as SendCommand);
        }
      });
      store.commands.end(commandId, error);
      watch.kick();
      return { error };
    },
  };
}

/** A refusal of tmux or the vault is an answer for the person who asked, not a failure of the activity. */
async function reasonOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    if (error instanceof TmuxError || error instanceof VaultError) return error.message.replace(/\.$/, '');
    throw error;
  }
}

async function create(
  { store, tmux, watch, hooks }: Deps,
  name: string,
  request: CreateSession,
): Promise<void> {
  const { provider, specialty } = request;
  const agent = agentById(provider);
  const plain = request.argv ?? agent?.launch;
  const argv = plain && agent?.withHooks ? await agent.withHooks(plain, hooks, request.env) : plain;
  const workingDir = request.workingDir ?? homedir();
  // Reports of hooks are believed from whoever has the key of the session.
  const hookKey = argv === plain ? null : randomBytes(HOOK_KEY_BYTES).toString('base64url');
  const env = {
    ...request.env,
    ...store.vault.valuesFor(request.secrets, `session:${name}`),
    ...(hookKey !== null && { ARCHITECT_HOOK_KEY: hookKey }),
  };
  await tmux.newSession({ name, workingDir, env, ...(argv && { argv }) });
  store.sessions.register({
    name,
    provider,
    specialty,
    workingDir,
    hookKey,
    account: accountOf(request.env),
  });
  if (!(await watch.look(name))) store.sessions.vanish(name, ENDED_AT_ONCE);
}

/** Sessions that are started with the same keys and homes share their usage limits. */
function accountOf(env: Readonly<Record<string, string>>): string | null {
  const values = ACCOUNT_VARIABLES.filter((name) => name in env).map((name) => `${name}=${env[name]}`);
  return values.length === 0
    ? null
    : createHash('sha256').update(values.join('\n')).digest('hex').slice(0, 12);
}

async function kill({ store, tmux, watch }: Deps, name: string): Promise<void> {
  const look = await watch.look(name);
  if (look?.guestOf !== undefined)
    throw new TmuxError(`${look.guestOf} owns session '${name}': take it over first`);
  if (look) {
    const { pid, paneId, owner } = look.pane;
    const leave = await leftovers(pid);
    await tmux.killPane(paneId, { pid, options: { [OWNER_OPTION]: owner } });
    await leave();
  }
  store.sessions.forget(name);
}

async function takeOver({ watch }: Deps, name: string): Promise<void> {
  if (!(await watch.takeOver(name))) throw new TmuxError(`session '${name}' is gone`);
}

/** As a person would type it: whatever the session is doing, but never into a dialog, which the Enter would answer. */
async function send({ tmux, watch }: Deps, name: string, { command }: SendCommand): Promise<void> {
  const look = await watch.look(name);
  if (!look) throw new TmuxError(`session '${name}' is gone`);
  if (look.guestOf !== undefined)
    throw new TmuxError(`${look.guestOf} owns session '${name}': take it over first`);
  if (look.verdict.dialog) throw new TmuxError(`a dialog is open in session '${name}': answer it first`);
  const { pane } = look;
  const guard = { pid: pane.pid, command: pane.command, options: { [OWNER_OPTION]: pane.owner } };
  await tmux.paste(pane.paneId, command, guard);
  await tmux.keys(pane.paneId, ['Enter'], guard);
}
