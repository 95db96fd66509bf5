/** Looks for a session to attach to: with it, whether a tmux server runs. */
import { setTimeout as pause } from 'node:timers/promises';
import { describeFailure, run as exec } from '../../processes/exec';
import type { Living } from './living';
import { TmuxGoneError } from './types';

export interface SearchOptions {
  readonly tmux: readonly string[];
  readonly dropEnv: readonly string[];
  readonly commandTimeoutMs: number;
  readonly living: Living | undefined;
}

/** A client of a stopped server waits for it in vain before it obeys SIGTERM. */
const KILL_GRACE_MS = 100;
const SESSION_ROW = /^session [01] \$\d+$/;
const NO_SERVER = /no server running|no sessions|No such file or directory|Connection refused/;
/** Where tmux looked. */
const SOCKET_PATH = /(?:no server running on|error connecting to) (.*?)(?: \([^)]*\))?$/m;
/** A server that was told to put its socket back is looked for so often, and so long apart: it gives no other sign. */
const LOOKS = 40;
const LOOK_MS = 50;

interface Found {
  readonly sessionId?: string;
  /** Where no server answered. */
  readonly socketPath?: string | undefined;
  readonly isUp: boolean;
}

/**
 * @returns the id of a session, undefined where no server runs or where it has none
 * @throws TmuxGoneError where it can't be told
 */
export async function sessionToAttach(options: SearchOptions): Promise<string | undefined> {
  const { living } = options;
  const first = await look(options);
  if (first.isUp || !living || !(await living.call(first.socketPath))) return first.sessionId;
  for (let looks = 0; looks < LOOKS; looks++) {
    const { isUp, sessionId } = await look(options);
    if (isUp) {
      living.answered();
      return sessionId;
    }
    if (!(await living.lives())) return undefined;
    await pause(LOOK_MS);
  }
  return undefined;
}

/** Prefers a session nobody is attached to: there we keep no `destroy-unattached` session from ending. */
async function look({ tmux, dropEnv, commandTimeoutMs }: SearchOptions): Promise<Found> {
  const argv = [...tmux, 'list-sessions', '-F', 'session #{?session_attached,1,0} #{session_id}'];
  const result = await exec(argv, { dropEnv, timeoutMs: commandTimeoutMs, killGraceMs: KILL_GRACE_MS });
  // A hook of the user's configuration may print lines of its own, or fail and with it the whole command.
  const [row] = result.stdout
    .split('\n')
    .filter((line) => SESSION_ROW.test(line))
    .sort();
  if (row !== undefined) return { sessionId: row.slice(row.indexOf('$')), isUp: true };
  if (result.ok) return { isUp: true };
  if (result.exitCode === 1 && NO_SERVER.test(result.stderr))
    return { isUp: false, socketPath: SOCKET_PATH.exec(result.stderr)?.[1] };
  throw new TmuxGoneError(describeFailure({ ...result, argv: tmux }));
}
