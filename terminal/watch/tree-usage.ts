/** What the programs in a terminal use of the machine. */
import pidusage from 'pidusage';
import { processTree } from '../../processes/details';
import { statOf } from '../../processes/stat';
import type { ProcessUsage, TreeUsage } from '../../workflows/contracts/tree-usage';

const BYTES_A_MIB = 1024 * 1024;
/** Agents start shells that start builds that start compilers. */
const DEPTH = 10;
const rounded = (value: number): number => Math.round(value * 10) / 10;

/** @param pid the process that the terminal was started with */
export async function treeUsage(pid: number): Promise<TreeUsage> {
  const all = await Promise.all((await processTree(pid, DEPTH)).map(usageOf));
  const processes = all.filter((one) => one !== undefined).sort((a, b) => b.memory_mib - a.memory_mib);
  const sum = (value: (one: ProcessUsage) => number): number =>
    rounded(processes.reduce((total, one) => total + value(one), 0));
  return {
    cpu_percent: sum((one) => one.cpu_percent),
    memory_mib: sum((one) => one.memory_mib),
    processes,
  };
}

/** undefined where it has ended meanwhile. */
async function usageOf(pid: number): Promise<ProcessUsage | undefined> {
  try {
    const [{ cpu, memory }, stat] = await Promise.all([pidusage(pid), statOf(pid)]);
    const used = { cpu_percent: rounded(cpu), memory_mib: rounded(memory / BYTES_A_MIB) };
    return stat && { pid, name: stat.name, ...used };
  } catch {
    return undefined;
  }
}
