/** The workers are stopped whatever they are about to do. */
import type { Worker } from '@temporalio/worker';
import { loadConfig } from '../../config';
import { runWorkers } from '../../server/workers';
import { silentLog } from '../../telemetry/log';
import { NO_TRACING } from '../../telemetry/tracing';
import { forwardTo } from '../support/forwarder';
import { sharedEngine } from '../support/shared-engine';
import { quietly } from '../workflows/support/engine';

jest.setTimeout(60_000);

let begun = 0;
/** One that works until it is shut down, as theirs do. */
function worker(): Worker {
  let end = (): void => undefined;
  let state = 'INITIALIZED';
  return {
    getState: () => state,
    shutdown: () => end(),
    run() {
      begun += 1;
      state = 'RUNNING';
      return new Promise<void>((resolve) => (end = resolve));
    },
  } as Worker;
}

const nothing = (): undefined => undefined;

test('where the engine answers only after the stop none begins any more', async () => {
  quietly();
  const line = await forwardTo(Number((await sharedEngine()).split(':')[1]));
  line.stall();
  const workers = runWorkers({
    config: loadConfig({}),
    engine: { address: `127.0.0.1:${line.port}`, onState: () => nothing, searchable: () => true } as never,
    create: () => Promise.resolve([worker()]),
    keepsSchedules: true,
    orchestrator: { attach: nothing, setUp: nothing, isUp: () => false } as never,
    bundlePath: '',
    tracing: NO_TRACING,
    log: silentLog,
    onChange: nothing,
  });
  const stopped = workers.stop();
  line.mend();
  await stopped;
  expect([workers.count(), begun]).toEqual([0, 0]);
  await line.close();
});
