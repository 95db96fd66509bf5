/**
 * In the course of what something happens: the request, the workflow and its activity. Every line of the log that is
 * written meanwhile has these fields, whoever writes it.
 */
import { AsyncLocalStorage } from 'node:async_hooks';

export interface LogFields {
  readonly requestId?: string;
  readonly workflowId?: string;
  readonly runId?: string;
  readonly activity?: string;
  readonly promptId?: number;
  readonly traceId?: string;
}

const fields = new AsyncLocalStorage<LogFields>();

const NONE: LogFields = {};

export const logFields = (): LogFields => fields.getStore() ?? NONE;

/** Runs `work` with these fields beside those that are there. */
export const withLogFields = <T>(more: LogFields, work: () => T): T =>
  fields.run({ ...logFields(), ...more }, work);
