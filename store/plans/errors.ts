/** What a plan refuses, in words for the person who asked for it. */

export type PlanErrorKind = 'missing' | 'invalid' | 'conflict';

export class PlanError extends Error {
  override readonly name = 'PlanError';
  constructor(
    readonly kind: PlanErrorKind,
    message: string,
    /** What of the request is at fault, if it is one field. */
    readonly field: string | null = null,
  ) {
    super(message);
  }
}

export const noPlan = (id: number): PlanError => new PlanError('missing', `There is no plan ${id}.`);
export const noTask = (id: number, key: string): PlanError =>
  new PlanError('missing', `Plan ${id} has no task '${key}'.`);
export const refusal = (message: string): PlanError => new PlanError('conflict', message);

/** It was decided about an attempt that is not the newest one. */
export const staleDecision = (key: string, meant: number, newest: number): PlanError =>
  refusal(
    newest === 0
      ? `Task '${key}' has no attempt ${meant}: none was made yet.`
      : `Attempt ${newest} of task '${key}' is the newest one, you decided about attempt ${meant}: look at the task, and decide anew.`,
  );
