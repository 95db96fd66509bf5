/** Tasks of a dashboard that runs in processes of its own. */
import { existsSync, readFileSync } from 'node:fs';
import { isAlive } from '../../processes/stat';
import { type Dashboard, until, waitFor } from './dashboard';

export interface TaskClient {
  /** Queues a task that must be accepted; gives its id. */
  submit(task: Record<string, unknown>): Promise<number>;
  task(id: number): Promise<any>;
  where(id: number, test: (task: any) => boolean, timeoutMs?: number): Promise<any>;
  settled(id: number, timeoutMs?: number): Promise<any>;
  log(id: number): Promise<string>;
}

const SETTLED = ['completed', 'failed', 'cancelled', 'lost'];

/** `dashboard` is asked for with each call: a test may make a new one. */
export function taskClient(dashboard: () => Dashboard): TaskClient {
  const task = async (id: number): Promise<any> => (await dashboard().call(`/api/tasks/${id}`)).body;
  const where: TaskClient['where'] = (id, test, timeoutMs) =>
    until(() => task(id), test, `task ${id}`, timeoutMs);
  return {
    task,
    where,
    async submit(body) {
      const answer = await dashboard().call('/api/tasks', { body });
      if (answer.status !== 201) throw new Error(`submit: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body.id;
    },
    settled: (id, timeoutMs) => where(id, ({ status }) => SETTLED.includes(status), timeoutMs),
    log: async (id) => (await dashboard().call(`/api/tasks/${id}/log`)).body.text,
  };
}

/** Waits until a program wrote that many numbers to `file`, one a line; gives them. */
export async function numbersIn(file: string, count = 1): Promise<number[]> {
  const read = (): number[] =>
    existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter(Boolean).map(Number) : [];
  await waitFor(() => read().length >= count, `${file} has ${count} lines`);
  return read();
}

export const gone = (pid: number): Promise<void> => waitFor(() => !isAlive(pid), `process ${pid} is gone`);
