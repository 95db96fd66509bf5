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
