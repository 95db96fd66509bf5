/** The task whose dialog is open: what is known of it, its output, and what is done with it. */
import { signal } from '@preact/signals';
import type { Task } from '../../../../api/document/api-types';
import { call, messageOf } from '../../app/api';
import { isTaskSettled } from '../../app/labels';
import { on } from '../../app/state';
import { TaskOutput } from './output';

export class OpenTask {
  readonly task = signal<Task | null>(null);
  readonly problem = signal('');
  readonly output: TaskOutput;
  readonly #ends: readonly (() => void)[];

  constructor(readonly id: number) {
    this.output = new TaskOutput(id, this.fail);
    this.#ends = [
      on('task', (changed) => {
        if (changed.id === id) void this.#read();
      }),
      on('state', () => void this.#read()),
    ];
    void this.#read();
  }

  stop(): void {
    this.#ends.forEach((end) => end());
    this.output.stop();
  }

  act(action: 'cancel' | 'retry'): Promise<void> {
    this.problem.value = '';
    return this.#show(() => call(`POST /api/tasks/:id/${action}`, { params: { id: this.id } }));
  }

  readonly fail = (error: unknown): void => {
    this.problem.value = messageOf(error);
  };

  #read(): Promise<void> {
    return this.#show(() => call('GET /api/tasks/:id', { params: { id: this.id } }));
  }

  async #show(ask: () => Promise<Task>): Promise<void> {
    try {
      const task = await ask();
      this.task.value = task;
      if (!isTaskSettled(task)) this.output.goOn();
    } catch (error) {
      this.fail(error);
    }
  }
}
