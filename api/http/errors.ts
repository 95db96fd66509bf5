/** Errors that a caller of the API gets to see. Everything else is "internal_error" and stays in the log. */
import type { WorkItemError } from '../../store';

export interface FieldError {
  readonly field: string;
  readonly message: string;
}

export interface HttpErrorOptions extends ErrorOptions {
  /** What the record holds, where the caller's copy of it is an old one. */
  readonly current?: object;
}

export class HttpError extends Error {
  override readonly name: string = 'HttpError';
  readonly current: object | undefined;
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: readonly FieldError[] = [],
    options: HttpErrorOptions = {},
  ) {
    super(message, options);
    this.current = options.current;
  }
}

export const invalid = (field: string, message: string): HttpError =>
  new HttpError(400, 'invalid_request', `${field}: ${message}`, [{ field, message }]);
export const unknownReference = (field: string, message: string): HttpError =>
  new HttpError(422, 'unknown_reference', `${field}: ${message}`, [{ field, message }]);
export const notFound = (what: string): HttpError => new HttpError(404, 'not_found', `There is no ${what}.`);
export const conflict = (message: string): HttpError => new HttpError(409, 'conflict', message);

/** What the record refuses: the field is named where one is at fault. */
export function refused({ kind, field, problem, message }: WorkItemError): HttpError {
  const details = field === null ? [] : [{ field, message: problem }];
  return kind === 'reference'
    ? new HttpError(422, 'unknown_reference', message, details)
    : new HttpError(409, 'conflict', message, details);
}

export function notLoggedIn(): HttpError {
  return new HttpError(
    401,
    'login_required',
    'Log in first: POST /login with username and password, and send the cookie it sets. An idle login expires.',
  );
}
