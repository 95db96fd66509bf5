/** Which step answers which request. */
import { createHash } from 'node:crypto';
import { say, type Step } from './steps';

interface Script {
  readonly matches: (text: string) => boolean;
  readonly steps: readonly Step[];
  /** Requests each failing step has answered so far, by its place. */
  readonly failed: Map<number, number>;
}

/** What is answered to a prompt without a script: it tells exactly which text arrived. */
export function answerTo(text: string): string {
  const digest = createHash('sha256').update(text).digest('hex').slice(0, 12);
  return `I got ${text.length} characters, ${digest}.`;
}

export class Book {
  private readonly scripts: Script[] = [];

  /** The prompts `matches` tells, or this very text, are answered with these steps, one a request. The latest script wins. */
  when(matches: string | ((text: string) => boolean), ...steps: readonly Step[]): void {
    const test = typeof matches === 'string' ? (text: string): boolean => text === matches : matches;
    this.scripts.unshift({ matches: test, steps, failed: new Map() });
  }

  /** @param done how many requests of this turn were answered before; a failed one doesn't count */
  stepFor(text: string, done: number): Step {
    const script = this.scripts.find(({ matches }) => matches(text));
    if (!script) return say(answerTo(text));
    let place = 0;
    for (const [index, step] of script.steps.entries()) {
      if (step.kind !== 'fail') {
        if (place === done) return step;
        place += 1;
        continue;
      }
      const failed = script.failed.get(index) ?? 0;
      if (place !== done || failed >= (step.failure.times ?? Infinity)) continue;
      script.failed.set(index, failed + 1);
      return step;
    }
    return say('That was the last step.');
  }
}
