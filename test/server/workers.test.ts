/** The workers are stopped whatever they are about to do. */
import type { Worker } from '@temporalio/worker';
import { loadConfig } from '../../config';
import { runWorkers, type WorkerSide, type WorkerSideOptions } from '../../server/workers';
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
    async run() {
      begun += 1;
      state = 'RUNNING';
      await new Promise<void>((resolve) => (end = resolve));
      state = 'STOPPED';
    },
  } as Worker;
}

const nothing = (): undefined => undefined;

/** One whose polls fail. */
const failing = (): Worker =>
  ({ getState: () => 'FAILED', run: () => Promise.reject(new Error('no polls')) }) as unknown as Worker;

const optionsAt = (address: string, create: WorkerSideOptions['create']): WorkerSideOptions => ({
  config: loadConfig({}),
  engine: { address, onState: () => nothing, searchable: () => true } as never,
  create,
  keepsSchedules: true,
  orchestrator: { attach: nothing, setUp: nothing, isUp: () => false } as never,
  bundlePath: '',
  tracing: NO_TRACING,
  log: silentLog,
  onChange: nothing,
});

test('where one fails the others end before new ones are made', async () => {
  quietly();
  const first = [worker(), failing()];
  const address = await sharedEngine();
  const workers = await new Promise<WorkerSide>((made) => {
    let times = 0;
    const side = runWorkers(
      optionsAt(address, async () => {
        times += 1;
        if (times === 1) return first;
        made(side);
        return [];
      }),
    );
  });
  expect(first.map((one) => one.getState())).toEqual(['STOPPED', 'FAILED']);
  await workers.stop();
});

test('where the engine answers only after the stop none begins any more', async () => {
  quietly();
  const line = await forwardTo(Number((await sharedEngine()).split(':')[1]));
  line.stall();
  const before = begun;
  const workers = runWorkers(optionsAt(`127.0.0.1:${line.port}`, () => Promise.resolve([worker()])));
  const stopped = workers.stop();
  line.mend();
  await stopped;
  expect([workers.count(), begun]).toEqual([0, before]);
  await line.close();
});

test('those that were made for an engine that has moved meanwhile do not run there, not even to end', async () => {
  quietly();
  const address = await sharedEngine();
  const engine = { address, onState: () => nothing, searchable: () => true };
  const first = Object.assign(worker(), { runUntil: jest.fn() });
  const workers = await new Promise<WorkerSide>((made) => {
    let times = 0;
    const create = async (): Promise<Worker[]> => {
      times += 1;
      if (times > 1) {
        made(side);
        return [];
      }
      // Somebody else's engine may be at the address by now.
      engine.address = 'elsewhere';
      setImmediate(() => (engine.address = address));
      return [first];
    };
    const side = runWorkers({ ...optionsAt(address, create), engine: engine as never });
  });
  expect([first.getState(), first.runUntil.mock.calls]).toEqual(['INITIALIZED', []]);
  await workers.stop();
});
