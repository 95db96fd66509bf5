/** What takes the parts of the server down again, in the reverse of the order in which they came up. */
import type { Logger } from '../telemetry/log';

type Step = () => unknown;

export interface Undo {
  add(...steps: readonly Step[]): void;
  /** Makes a step that was added the next to run: it belongs to a part that ends before those it was started before. */
  bringForward(step: Step): void;
  /** Each step once. One that fails is logged, and the others follow. */
  run(): Promise<void>;
}

export function createUndo(log: Logger): Undo {
  const steps: Step[] = [];
  return {
    add: (...added) => void steps.push(...added),
    bringForward(step) {
      const at = steps.indexOf(step);
      if (at >= 0) steps.push(...steps.splice(at, 1));
    },
    async run() {
      for (let step = steps.pop(); step; step = steps.pop()) {
        try {
          await step();
        } catch (error) {
          log.error({ err: error }, 'a part did not stop cleanly');
        }
      }
    },
  };
}
