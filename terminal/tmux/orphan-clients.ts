/**
 * Clients that outlived the program that attached them. tmux 3.3a keeps some control clients whose program was killed, if
 * a terminal printed much as they came: they stay attached, a process more with a crash.
 */
import { environmentOf } from '../../processes/details';
import { identify, isRunning, signalProcess } from '../../processes/identity';
import { command } from './quote';

/** In the environment of a client: the program that attached it. */
const OWNER = 'ARCHITECT_TMUX_CLIENT_OF';
const CLIENTS = command('list-clients', '-F', '#{client_pid} #{client_control_mode}');

/** What our clients are known by, as variables of their environment. Empty where no environment can be read. */
export async function ownMark(): Promise<Readonly<Record<string, string>>> {
  if (process.platform !== 'linux') return {};
  const own = await identify(process.pid);
  return own ? { [OWNER]: `${own.pid} ${own.started}` } : {};
}

/** A connection with the server that they are attached to. */
interface Asked {
  run(line: string): Promise<readonly (readonly string[])[]>;
}

/** Ends the clients of programs like this one that are gone. Resolves with their process ids. */
export async function endOrphanClients({ run }: Asked): Promise<number[]> {
  const [rows = []] = await run(CLIENTS);
  const pids = rows.flatMap((row) => {
    const [pid, isControl] = row.split(' ');
    return isControl === '1' ? [Number(pid)] : [];
  });
  const ended: number[] = [];
  for (const pid of pids) {
    const client = await identify(pid);
    const mark = (await environmentOf(pid))?.[OWNER];
    if (!client || mark === undefined) continue;
    const [owner, ...started] = mark.split(' ');
    if (await isRunning({ pid: Number(owner), started: started.join(' ') })) continue;
    // It has no terminal to put right, and may be one that no longer listens.
    if (await signalProcess(client, 'SIGKILL')) ended.push(pid);
  }
  return ended;
}
