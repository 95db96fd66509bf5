/** What is needed now can't be had while the engine is down; what was queued is kept. */
export class EngineUnavailableError extends Error {
  override readonly name = 'EngineUnavailableError';
  readonly code = 'engine_unavailable';
  constructor(options: ErrorOptions = {}) {
    super(
      'The workflow engine is down; queued prompts are kept and start when it is back. Try this again in a moment.',
      options,
    );
  }
}

/** The error of one of these gRPC codes, wherever the client wrapped it; undefined: it is none of them. */
export function grpcError(error: unknown, codes: readonly number[]): Error | undefined {
  for (let cause = error; cause instanceof Error; cause = cause.cause)
    if (codes.includes((cause as { code?: number }).code ?? 0)) return cause;
  return undefined;
}

/** gRPC UNAVAILABLE, DEADLINE_EXCEEDED and CANCELLED. */
export const isTransport = (error: unknown): boolean => grpcError(error, [1, 4, 14]) !== undefined;
