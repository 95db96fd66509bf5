/** Processes beside the test's own that open the same record. */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

export interface Answer {
  readonly result?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}

export interface StoreProcess {
  call(call: 'open' | 'assign', leases?: number): Promise<Answer>;
  end(): Promise<void>;
}

/** Root without it may write only what its owner may; another user may have no way to this directory. */
const OBEYS_MODES = ['--bounding-set', '-dac_override', process.execPath];

/** Resolves when the process is ready to be told. `obeysModes`: also root is kept from files that may not be written. */
export async function storeProcess(dataDir: string, { obeysModes = false } = {}): Promise<StoreProcess> {
  const asRoot = obeysModes && process.getuid?.() === 0;
  const child = fork(join(__dirname, 'child.cjs'), [dataDir], {
    ...(asRoot ? { execPath: 'setpriv', execArgv: OBEYS_MODES } : { execArgv: [] }),
  });
  const ended = once(child, 'exit');
  const answer = async (): Promise<unknown> => {
    const [message] = await Promise.race([once(child, 'message'), ended]);
    if (typeof message === 'number') throw new Error(`the process ended with ${message}`);
    return message;
  };
  await answer();
  return {
    async call(call, leases = 0) {
      const answered = answer();
      child.send({ call, leases });
      return (await answered) as Answer;
    },
    async end() {
      if (child.connected) child.disconnect();
      await ended;
    },
  };
}
