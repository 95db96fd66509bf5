/** How long to wait before an engine that ended by itself is started again. */
const FIRST_DELAY_MS = 200;
const LONGEST_DELAY_MS = 5_000;
const HEALTHY_AFTER_MS = 30_000;
const LOOP_EXITS = 5;
const LOOP_WINDOW_MS = 30_000;

export interface Restart {
  readonly delayMs: number;
  /** Five exits within thirty seconds: something is wrong that starting again won't heal. */
  readonly crashLoop: boolean;
}

export class RestartPolicy {
  readonly #exitsMs: number[] = [];
  #delayMs = FIRST_DELAY_MS;

  /** @param nowMs a monotonic clock @param ranForMs how long the process that has just ended had run */
  next(nowMs: number, ranForMs: number): Restart {
    if (ranForMs >= HEALTHY_AFTER_MS) this.#delayMs = FIRST_DELAY_MS;
    this.#exitsMs.push(nowMs);
    while (this.#exitsMs[0] !== undefined && nowMs - this.#exitsMs[0] > LOOP_WINDOW_MS) this.#exitsMs.shift();
    const crashLoop = this.#exitsMs.length >= LOOP_EXITS;
    const delayMs = crashLoop ? LONGEST_DELAY_MS : this.#delayMs;
    this.#delayMs = Math.min(this.#delayMs * 2, LONGEST_DELAY_MS);
    return { delayMs, crashLoop };
  }
}
