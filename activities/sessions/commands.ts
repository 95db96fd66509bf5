/** Carries out a person's requests to this host: make a session, end one, type a command. */
import { ApplicationFailure } from '@temporalio/activity';
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import type { HostActivities } from '../../workflows/contracts/activities';
import { accountOf } from '../../agents/accounts';
import { agentById } from '../../agents/index';
import { VaultError } from '../../store';
import type { SessionRow } from '../../store/rows';
import { TmuxError } from '../../terminal/tmux/types';
import type { Deps } from '../context';
import { LaunchError, launchLine } from '../../terminal/sessions/launch';
import { leftovers } from '../../terminal/orphan-processes';
import { send } from '../../terminal/sessions/send-command';
import { MADE_OPTION } from '../../terminal/shell-output/pipe';
import { OWNER_OPTION } from '../../terminal/watch/ownership';
import { failedStart } from '../../terminal/sessions/started';

/** Payload of a `create` request. */
export interface CreateSession {
  readonly provider: string;
  readonly specialty: string;
  readonly workingDir: string | null;
  /** The project it is made for; null = none. */
  readonly projectId?: number | null;
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
/** A shorter one would take letters out of words. */
const MIN_SECRET_CHARS = 6;
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
            return send(deps, row.session_name, (payload as SendCommand).command);
        }
      });
      store.commands.end(commandId, error);
      watch.kick();
      return { error: error === null ? null : 'it could not be done, the record says why' };
    },
  };
}

/** A refusal of tmux or the vault is an answer for the person who asked, not a failure of the activity. */
async function reasonOf(work: () => Promise<void>): Promise<string | null> {
  try {
    await work();
    return null;
  } catch (error) {
    const refused = [TmuxError, VaultError, LaunchError].some((kind) => error instanceof kind);
    if (refused) return (error as Error).message.replace(/\.$/, '');
    throw error;
  }
}

async function create(deps: Deps, name: string, request: CreateSession): Promise<void> {
  const { store, tmux, hooks } = deps;
  const { provider, specialty, projectId = null } = request;
  const agent = agentById(provider);
  const workingDir = request.workingDir ?? homedir();
  const wanted = request.argv ?? agent?.launch;
  const tmuxPid = Number(tmux.serverPid()) || undefined;
  const line = wanted && (await launchLine(wanted, { workingDir, env: request.env, tmuxPid }));
  const argv = line && agent?.withHooks ? await agent.withHooks(line.argv, hooks, request.env) : line?.argv;
  // Reports of hooks are believed from whoever has the key of the session.
  const hookKey = argv === line?.argv ? null : randomBytes(HOOK_KEY_BYTES).toString('base64url');
  const secrets = store.vault.valuesFor(request.secrets, `session:${name}`);
  const env = {
    ...(line && { PATH: line.path }),
    ...request.env,
    ...secrets,
    ...(hookKey !== null && { ARCHITECT_HOOK_KEY: hookKey }),
  };
  const known = hasPast(store.sessions.get(name));
  const pane = await tmux.newSession({
    name,
    workingDir,
    env,
    keepEnded: true,
    options: { ...deps.watch.ownerMarks, [MADE_OPTION]: '1' },
    ...(argv && { argv }),
  });
  store.sessions.register({ name, provider, specialty, workingDir, projectId, hookKey });
  const program = wanted?.[0] ?? 'the shell';
  const failure = await failedStart(deps, { session: name, paneId: pane.paneId, program });
  if (failure === undefined) {
    store.accountLimits.note(name, await accountOf(pane.pid, provider));
    return;
  }
  const reason = without(failure, [...Object.values(secrets), ...secretsIn(request.env)]);
  // It may be gone with its program.
  await tmux.killSession(name).catch(() => undefined);
  // What the session did before stays in the record; a name that never worked doesn't.
  if (known) store.sessions.vanish(name, reason);
  else store.sessions.forget(name);
  throw new LaunchError(reason);
}

/** Not so of a row that the watch is about to drop: it looked right before a session of that name was ended. */
function hasPast(row: SessionRow | undefined): boolean {
  return row !== undefined && (row.detected === 0 || row.total_tasks_completed + row.total_tasks_failed > 0);
}

/** Values that a program must not get into the record by telling them. */
function secretsIn(env: Readonly<Record<string, string>>): string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    /KEY|TOKEN|SECRET|PASS|CREDENTIAL/i.test(name) && value.length >= MIN_SECRET_CHARS ? [value] : [],
  );
}

function without(text: string, secrets: readonly string[]): string {
  return secrets.filter(Boolean).reduce((rest, secret) => rest.replaceAll(secret, '(secret)'), text);
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
