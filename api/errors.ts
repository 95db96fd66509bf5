/** Errors that a caller of the API gets to see. Everything else is "internal_error" and stays in the log. */

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export class ApiError extends Error {
  override readonly name: string = 'ApiError';
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: readonly FieldError[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

export const invalid = (field: string, message: string): ApiError =>
  new ApiError(400, 'invalid_request', `${field}: ${message}`, [{ field, message }]);
export const notFound = (what: string): ApiError => new ApiError(404, 'not_found', `There is no ${what}.`);
export const conflict = (message: string): ApiError => new ApiError(409, 'conflict', message);

/** What the request needs now can't be had while the engine is down; what was queued is kept. */
export class EngineUnavailable extends ApiError {
  constructor(options?: ErrorOptions) {
    super(
      503,
      'engine_unavailable',
      'The workflow engine is down; queued prompts are kept and start when it is back. Try this again in a moment.',
      [],
      options,
    );
  }
}
