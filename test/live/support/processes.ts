/** What agents start must end with them. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { isAlive } from '../../../processes/stat';
import { until } from '../../support/tmux-server';

/** All processes below `pid`, as they are now. */
export async function descendants(pid: number): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,ppid=']);
  const pairs = stdout
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number) as [number, number]);
  const below = (parent: number): number[] =>
    pairs.filter(([, of]) => of === parent).flatMap(([child]) => [child, ...below(child)]);
  return below(pid);
}

/** Processes whose command line names `text`: a directory of the test's own, also of daemons that belong to no terminal. */
export async function naming(text: string): Promise<number[]> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pid=,args=']);
  const rows = stdout.split('\n').filter((row) => row.includes(text));
  return rows.map((row) => Number(row.trim().split(/\s+/)[0])).filter((pid) => pid !== process.pid);
}

/** Gives them the time that a closed terminal leaves them, and ends those that stay. */
export async function endAll(pids: readonly number[]): Promise<void> {
  const left = (): number[] => pids.filter(isAlive);
  await until(() => left().length === 0, 'the agents have ended', 5_000).catch(() => {
    for (const pid of left()) process.kill(pid, 'SIGKILL');
  });
  await until(() => left().length === 0, 'the agents are gone');
}
