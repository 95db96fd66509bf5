/** How long to wait before an engine that ended by itself is started again. */
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 60_000;
const HEALTHY_AFTER_MS = 30_000;
const LOOP_EXITS = 5;

export interface Restart {
  readonly delayMs: number;
  /** It ended five times in a row, soon: something is wrong that starting again won't heal. */
  readonly crashLoop: boolean;
}

export class RestartPolicy {
  #exits = 0;

  /** @param ranForMs how long the process that has just ended had run */
  next(ranForMs: number): Restart {
    if (ranForMs >= HEALTHY_AFTER_MS) this.#exits = 0;
    const delayMs = Math.min(FIRST_DELAY_MS * 2 ** this.#exits, LONGEST_DELAY_MS);
    this.#exits += 1;
    return { delayMs, crashLoop: this.#exits >= LOOP_EXITS };
  }
}
