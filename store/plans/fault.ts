/** What a plan refuses, in words for the person who asked for it. */

export type PlanFaultKind = 'missing' | 'invalid' | 'conflict';

export class PlanFault extends Error {
  override readonly name = 'PlanFault';
  constructor(
    readonly kind: PlanFaultKind,
    message: string,
    /** What of the request is at fault, if it is one field. */
    readonly field: string | null = null,
  ) {
    super(message);
  }
}

export const noPlan = (id: number): PlanFault => new PlanFault('missing', `There is no plan ${id}.`);
export const noTask = (id: number, key: string): PlanFault =>
  new PlanFault('missing', `Plan ${id} has no task '${key}'.`);
export const refusal = (message: string): PlanFault => new PlanFault('conflict', message);
