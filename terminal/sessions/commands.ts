/** Carries out a person's requests to this host: make a session, end one, type a command. */
import { randomBytes } from 'node:crypto';
import { homedir } from 'node:os';
import { HostStoreRefusedError, type SessionCommand } from '../../workflows/contracts/host-store';
import { accountOf } from '../../agents/accounts';
import { agentById } from '../../agents/index';
import type { HostDeps } from '../context';
import { noteOrphans } from '../orphan-processes';
import { MADE_OPTION } from '../shell-output/pipe';
import { TmuxError } from '../tmux/types';
import { explain } from '../watch/explain';
import { OWNER_OPTION } from '../watch/ownership';
import { LaunchError, launchLine } from './launch';
import { send } from './send-command';
import { failedStart } from './started';

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

/** Payload of a `rename` request. */
export interface RenameSession {
  readonly name: string;
}

/** Payload of a `send` request. */
export interface SendCommand {
  readonly command: string;
}

const HOOK_KEY_BYTES = 18;
/** A shorter one would take letters out of words. */
const MIN_SECRET_CHARS = 6;

/** Why it could not be done, for the person who asked; null where it was. */
export async function carryOut(
  deps: HostDeps,
  { id, kind, session, payload }: SessionCommand & { readonly id: number },
): Promise<string | null> {
  const request: unknown = JSON.parse(payload);
  try {
    switch (kind) {
      case 'create':
        await create(deps, session, request as CreateSession);
        break;
      case 'kill':
        await kill(deps, session);
        break;
      case 'take_over':
        await takeOver(deps, session);
        break;
      case 'explain':
        await explainTo(deps, session, id);
        break;
      case 'rename':
        await rename(deps, session, (request as RenameSession).name);
        break;
      case 'restart':
        await restart(deps, session);
        break;
      case 'send':
        await send(deps, session, (request as SendCommand).command);
        break;
    }
    return null;
  } catch (error) {
    const refused = [TmuxError, HostStoreRefusedError, LaunchError].some((one) => error instanceof one);
    if (refused) return (error as Error).message.replace(/\.$/, '');
    throw error;
  }
}

async function create(deps: HostDeps, name: string, request: CreateSession): Promise<void> {
  const { hostStore, tmux, hooks } = deps;
  const { provider, specialty, projectId = null } = request;
  const agent = agentById(provider);
  const workingDir = request.workingDir ?? homedir();
  const wanted = request.argv ?? agent?.launch;
  const tmuxPid = Number(tmux.serverPid()) || undefined;
  const line = wanted && (await launchLine(wanted, { workingDir, env: request.env, tmuxPid }));
  const argv = line && agent?.withHooks ? await agent.withHooks(line.argv, hooks, request.env) : line?.argv;
  // Reports of hooks are believed from whoever has the key of the session.
  const hookKey = argv === line?.argv ? null : randomBytes(HOOK_KEY_BYTES).toString('base64url');
  const secrets = await hostStore.secretValues(request.secrets, `session:${name}`);
  const env = {
    ...(line && { PATH: line.path }),
    ...request.env,
    ...secrets,
    ...(hookKey !== null && { ARCHITECT_HOOK_KEY: hookKey }),
  };
  const known = await hostStore.hasHistory(name);
  const pane = await tmux.newSession({
    name,
    workingDir,
    env,
    keepEnded: true,
    options: { ...deps.watch.ownerMarks, [MADE_OPTION]: '1' },
    ...(argv && { argv }),
  });
  await hostStore.registerSession({ name, provider, specialty, workingDir, projectId, hookKey });
  const program = wanted?.[0] ?? 'the shell';
  const failure = await failedStart(deps, { session: name, paneId: pane.paneId, program });
  if (failure === undefined) {
    await hostStore.noteAccounts([{ session: name, account: await accountOf(pane.pid, provider) }]);
    return;
  }
  const reason = without(failure, [...Object.values(secrets), ...secretsIn(request.env)]);
  // It may be gone with its program.
  await tmux.killPane(pane.paneId, { pid: pane.pid }).catch(() => undefined);
  // What the session did before stays in the record; a name that never worked doesn't.
  const ended = known ? await hostStore.endSession(name, reason) : await hostStore.forgetSession(name);
  deps.watch.sessionEnded(name, ended);
  throw new LaunchError(reason);
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

async function kill({ hostStore, tmux, watch }: HostDeps, name: string): Promise<void> {
  const look = await watch.observe(name);
  if (look?.guestOf !== undefined)
    throw new TmuxError(`${look.guestOf} owns session '${name}': take it over first`);
  if (look) {
    const { pid, paneId, owner } = look.pane;
    const leave = await noteOrphans(pid);
    await tmux.killPane(paneId, { pid, options: { [OWNER_OPTION]: owner } });
    await leave();
  }
  watch.sessionEnded(name, await hostStore.forgetSession(name));
}

async function explainTo({ hostStore, watch }: HostDeps, name: string, id: number): Promise<void> {
  const look = await watch.observe(name);
  if (!look) throw new TmuxError(`session '${name}' has no terminal now: it has ended`);
  await hostStore.sessionExplained(id, explain(look));
}

async function takeOver({ watch }: HostDeps, name: string): Promise<void> {
  if (!(await watch.takeOver(name))) throw new TmuxError(`session '${name}' is gone`);
}

async function rename({ tmux, watch }: HostDeps, name: string, newName: string): Promise<void> {
  const look = await watch.observe(name);
  if (!look) throw new TmuxError(`session '${name}' is gone`);
  if (look.pane.session !== name)
    throw new TmuxError(
      `'${name}' is one of several panes of session '${look.pane.session}': rename that one`,
    );
  await tmux.renameSession(look.pane, newName);
  await watch.followNames();
}

/** What the terminal was started with, in the same place and with the same environment. */
async function restart({ tmux, watch }: HostDeps, name: string): Promise<void> {
  const look = await watch.observe(name);
  if (!look) throw new TmuxError(`session '${name}' is gone`);
  if (look.guestOf !== undefined)
    throw new TmuxError(`${look.guestOf} owns session '${name}': take it over first`);
  const { pid, paneId, owner } = look.pane;
  const leave = await noteOrphans(pid);
  await tmux.restartPane(paneId, { pid, options: { [OWNER_OPTION]: owner } });
  await leave();
  watch.wake();
}
