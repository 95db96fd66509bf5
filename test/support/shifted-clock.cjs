// The clock of a machine that is wrong: CLOCK_AHEAD_MS milliseconds ahead. Durations pass as they do.
const aheadMs = Number(process.env.CLOCK_AHEAD_MS ?? 0);
if (aheadMs !== 0) {
  const Real = Date;
  const now = () => Real.now() + aheadMs;
  globalThis.Date = class extends Real {
    constructor(...args) {
      super(...(args.length === 0 ? [now()] : args));
    }
    static now() {
      return now();
    }
  };
}
