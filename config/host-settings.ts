/** Settings of the machines whose sessions are worked in: this one, and those that join. */
import { z } from 'zod';
import { HOST_LOST_POLICIES, type HostLostPolicy } from '../workflows/contracts/hosts';

export const HOST_SETTINGS = {
  ARCHITECT_MIN_FREE_MEMORY_MIB: z.coerce
    .number()
    .int()
    .min(0)
    .max(1_048_576)
    .prefault('256')
    .describe('a machine with less free memory is given no further prompts, in MiB; 0 = whatever is free'),
  ARCHITECT_HOST_LOST_POLICY: z
    .enum(HOST_LOST_POLICIES)
    .prefault('wait')
    .describe(
      'what the prompts of a host do that stays away: wait for it, or settle (what was typed as indeterminate, the rest is queued again)',
    ),
  ARCHITECT_HOST_LOST_MINUTES: z.coerce
    .number()
    .gt(0)
    .max(10_080)
    .prefault('30')
    .describe('the minutes after which they settle'),
};

export interface HostConfig {
  /** With less free memory a machine's sessions are given no prompts; 0: whatever is free. */
  readonly minFreeMemoryMib: number;
  readonly lostPolicy: HostLostPolicy;
  readonly lostMs: number;
}

type Values = { readonly [Name in keyof typeof HOST_SETTINGS]: z.output<(typeof HOST_SETTINGS)[Name]> };

export function hostConfig(values: Values): HostConfig {
  return {
    minFreeMemoryMib: values.ARCHITECT_MIN_FREE_MEMORY_MIB,
    lostPolicy: values.ARCHITECT_HOST_LOST_POLICY,
    lostMs: values.ARCHITECT_HOST_LOST_MINUTES * 60_000,
  };
}
