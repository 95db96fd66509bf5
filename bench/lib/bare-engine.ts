/** One-activity workflows on an engine that is there: client and worker in this process, over one connection. */
import { join } from 'node:path';
import { Client } from '@temporalio/client';
import { bundleWorkflowCode, DefaultLogger, NativeConnection, Worker } from '@temporalio/worker';
import { quietRuntime } from './runtime';
import { nowMs } from './statistics';

const TASK_QUEUE = 'bench-v1';

export interface BareRun {
  /** From the start of the call until the activity runs. */
  readonly toActivityMs: number;
  /** Until the result is there. */
  readonly toResultMs: number;
}

export interface BareEngine {
  /** @param eager the first task comes with the answer to the start */
  run(eager: boolean): Promise<BareRun>;
  close(): Promise<void>;
}

let bundle: ReturnType<typeof bundleWorkflowCode> | undefined;

export async function bareEngine(address: string, namespace = 'default'): Promise<BareEngine> {
  quietRuntime();
  bundle ??= bundleWorkflowCode({
    workflowsPath: join(__dirname, 'one-activity.ts'),
    logger: new DefaultLogger('ERROR'),
  });
  const began = new Map<string, number>();
  const connection = await NativeConnection.connect({ address });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: TASK_QUEUE,
    workflowBundle: await bundle,
    activities: { run: async ({ id }: { id: string }) => void began.set(id, nowMs()) },
    shutdownGraceTime: 0,
  });
  const client = new Client({ connection, namespace });
  const polling = worker.run();
  const name = `bench-${Date.now()}`;
  let count = 0;
  return {
    async run(eager) {
      const id = `${name}-${++count}`;
      const startMs = nowMs();
      const handle = await client.workflow.start('oneActivity', {
        workflowId: id,
        taskQueue: TASK_QUEUE,
        args: [{ id }],
        requestEagerStart: eager,
      });
      await handle.result();
      const endMs = nowMs();
      const begunMs = began.get(id) as number;
      began.delete(id);
      return { toActivityMs: begunMs - startMs, toResultMs: endMs - startMs };
    },
    async close() {
      worker.shutdown();
      await polling;
      await connection.close();
    },
  };
}
