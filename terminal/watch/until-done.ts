/** Begins the work at once, and again at each call until it has succeeded. */
export function untilDone(work: () => Promise<void>): () => Promise<void> {
  let doing: Promise<void> | undefined = work();
  // Whoever calls is told of it.
  doing.catch(() => undefined);
  return async () => {
    try {
      await (doing ??= work());
    } catch (error) {
      doing = undefined;
      throw error;
    }
  };
}
