/** How the machine is that this process runs on. */
import { availableParallelism, loadavg, totalmem } from 'node:os';
import { freeMemoryBytes } from '../processes/free-memory';
import type { HostMachine } from '../workflows/contracts/hosts';

const BYTES_A_MIB = 1024 * 1024;

export function thisMachine(): HostMachine {
  return {
    memoryFreeMib: freeMemoryBytes() / BYTES_A_MIB,
    memoryTotalMib: totalmem() / BYTES_A_MIB,
    load: loadavg()[0] ?? 0,
    cpus: availableParallelism(),
  };
}
