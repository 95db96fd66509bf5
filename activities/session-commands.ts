/** Carries out a person's requests to this host: make a session, end one, type a command. */
import { ApplicationFailure } from '@temporalio/activity';
import { homedir } from 'node:os';
import type { HostActivities } from '../workflows/contracts/ports';
import { agentById } from './agents/index';
import { VaultError } from '../store';
import { TmuxError } from './adapters/tmux/types';
import type { Deps } from './context';

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

async function create({ store, tmux, watch }: Deps, name: string, request: CreateSession): Promise<void> {
  const argv = request.argv ?? agentById(request.provider)?.launch;
  const workingDir = request.workingDir ?? homedir();
  const env = { ...request.env, ...store.vault.valuesFor(request.secrets, `session:${name}`) };
  await tmux.newSession({ name, workingDir, env, ...(argv && { argv }) });
  store.sessions.register({ name, provider: request.provider, specialty: request.specialty, workingDir });
  if (!(await watch.look(name))) store.sessions.vanish(name, ENDED_AT_ONCE);
}

async function kill({ store, tmux, watch }: Deps, name: string): Promise<void> {
  if (await watch.look(name)) await tmux.killSession(name);
  store.sessions.forget(name);
}

async function send({ tmux, watch }: Deps, name: string, { command }: SendCommand): Promise<void> {
  const look = await watch.look(name);
  if (!look) throw new TmuxError(`session '${name}' is gone`);
  await tmux.paste(look.pane.paneId, command);
  await tmux.keys(look.pane.paneId, ['Enter']);
}
