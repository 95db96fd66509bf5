/**
 * Requests take turns. Reading the record keeps everything else from running, and the system's loop takes one new
 * connection each time round: of two hundred clients that ask for a large list the last would wait to be let in until
 * the others had theirs, and who asks for /health behind them. So all are let in first, then served one by one.
 */
import type { Middleware } from 'koa';

/** So much of the work is done in one go, before others get their turn. */
const SLICE_MS = 10;
/** How long those who are served wait for those who come in, at most. */
const LET_IN_MS = 20;
const READS = ['GET', 'HEAD'];

export function turns(): Middleware {
  const waiting: (() => void)[] = [];
  let beganMs: number | undefined;
  let idleSinceMs = 0;
  let came = 0;
  let cameBefore = 0;

  function nextRound(): void {
    const nowMs = performance.now();
    if (waiting.length > 0 && came !== cameBefore && nowMs - idleSinceMs < LET_IN_MS) {
      cameBefore = came;
      setImmediate(nextRound);
      return;
    }
    const next = waiting.shift();
    beganMs = next && nowMs;
    if (!next) return;
    next();
    setImmediate(() => {
      // By now it has been served, as far as it could be without a wait.
      idleSinceMs = performance.now();
      cameBefore = came;
      setImmediate(nextRound);
    });
  }
  function isFree(): boolean {
    if (beganMs === undefined) {
      beganMs = performance.now();
      idleSinceMs = beganMs;
      setImmediate(nextRound);
    }
    return waiting.length === 0 && performance.now() - beganMs < SLICE_MS;
  }

  return async (ctx, next) => {
    came += 1;
    if (ctx.path !== '/health' && !isFree()) {
      await new Promise<void>((resolve) => waiting.push(resolve));
      // Nobody is there to read it any more. A change is made all the same: its sender may count on it.
      if (ctx.res.destroyed && READS.includes(ctx.method)) return;
    }
    await next();
  };
}
