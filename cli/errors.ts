/** Faults a person meets, each with the exit code the command ends with (64, 69 and 78 as in sysexits.h). */
import { EXIT_CONFIGURATION } from '../server/exit-codes';

export const EXIT = {
  ok: 0,
  error: 1,
  failed: 2,
  cancelled: 3,
  indeterminate: 4,
  usage: 64,
  unavailable: 69,
  config: EXIT_CONFIGURATION,
  waitTimeout: 124,
} as const;

/** An end with a message for the person; nothing of it is a bug. */
export class CliError extends Error {
  override readonly name: string = 'CliError';
  constructor(
    message: string,
    readonly exitCode: number = EXIT.error,
  ) {
    super(message);
  }
}

export class UsageError extends CliError {
  override readonly name = 'UsageError';
  constructor(message: string) {
    super(message, EXIT.usage);
  }
}

/** The API said no. */
export class ApiResponseError extends CliError {
  override readonly name = 'ApiResponseError';
  constructor(
    message: string,
    readonly status: number,
    readonly code: string,
  ) {
    super(message);
  }
}

/** No answer from the server, or none in time. */
export class UnavailableError extends CliError {
  override readonly name = 'UnavailableError';
  constructor(message: string) {
    super(message, EXIT.unavailable);
  }
}

/** The reader of our output went away (`architect logs 1 --follow | head`): nothing left to say. */
export class OutputClosedError extends CliError {
  override readonly name = 'OutputClosedError';
  constructor() {
    super('nobody reads the output any more', EXIT.ok);
  }
}
