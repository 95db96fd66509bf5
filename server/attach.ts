/** Gives this terminal to a session's tmux client. */
import { runInTerminal } from '../processes/exec';
import { tmuxNameHere } from '../store/sessions/names';

/**
 * Until the person detaches, or the session ends. With a tmux around it, the inner one gets its prefix key twice.
 * @returns undefined, or a sentence that says why not
 */
export async function attachTo(
  socket: string | undefined,
  session: { readonly name: string; readonly host: string | null },
): Promise<string | undefined> {
  const name = tmuxNameHere(session);
  if (name === undefined) return `Session ${session.name} is on host ${session.host}: attach to it there.`;
  const server = socket === undefined ? [] : ['-L', socket];
  // `=`: this name and no other that begins like it.
  const argv = ['tmux', '-u', ...server, 'attach-session', '-t', `=${name}`];
  const { exitCode, startError } = await runInTerminal(argv, { dropEnv: ['TMUX', 'TMUX_PANE'] });
  if (startError !== undefined) return `tmux can't be run here (${startError}).`;
  return exitCode === 0 ? undefined : `tmux has no session ${name} on this machine.`;
}
