/** Runs pieces of work in the order in which they were asked for, each after the end of the one before. */
export type OneAtATime = <T>(work: () => Promise<T>) => Promise<T>;

export function oneAtATime(): OneAtATime {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    // One that fails is its caller's business, not that of the next.
    last = done.catch(() => undefined);
    return done;
  };
}
