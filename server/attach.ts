/** Gives this terminal to a session's tmux client. */
import { runInTerminal } from '../processes/exec';

/**
 * Until the person detaches, or the session ends. With a tmux around it, the inner one gets its prefix key twice.
 * @returns undefined, or a sentence that says why not
 */
export async function attachTo(socket: string | undefined, session: string): Promise<string | undefined> {
  const server = socket === undefined ? [] : ['-L', socket];
  // `=`: this name and no other that begins like it.
  const argv = ['tmux', '-u', ...server, 'attach-session', '-t', `=${session}`];
  const { exitCode, startError } = await runInTerminal(argv, { dropEnv: ['TMUX', 'TMUX_PANE'] });
  if (startError !== undefined) return `tmux can't be run here (${startError}).`;
  return exitCode === 0
    ? undefined
    : `tmux has no session ${session} on this machine; one of another host is attached to there.`;
}
