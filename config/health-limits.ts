/** What counts as healthy: figures that are still good, each with its default. */
import { z } from 'zod';

/** Names end in their unit. */
export const DEFAULT_HEALTH_LIMITS = {
  /** Room on the disks of the data, the logs and the backups. */
  disk_free_mib: 1_024,
  database_mib: 4_096,
  /** Of the memory; known on Linux only. */
  memory_free_percent: 5,
  /** Processes that want to run, over the last five minutes. */
  load_per_core: 16,
  /** Of those that this process may have. */
  open_files_percent: 80,
  /** Steps of workflows that wait in one queue of the engine. */
  backlog_tasks: 1_000,
  /** A prompt between two steps that take moments; a task after its time limit. */
  stuck_minutes: 10,
  /** A session without work, while a prompt that it could take waits. */
  idle_minutes: 5,
  /** A session of which nobody knows what it does. */
  unknown_minutes: 5,
  /** Before a secret or a certificate expires. */
  expiry_days: 7,
  clock_jump_seconds: 30,
};

export type HealthLimits = Readonly<typeof DEFAULT_HEALTH_LIMITS>;

const NAMES = Object.keys(DEFAULT_HEALTH_LIMITS) as (keyof HealthLimits)[];

/** `name=number,name=number`: the defaults but for those. */
export const healthLimits = z.string().transform((text, context): HealthLimits => {
  const limits = { ...DEFAULT_HEALTH_LIMITS };
  for (const part of text.split(',').map((each) => each.trim())) {
    const [name = '', value = ''] = part.split('=').map((each) => each.trim());
    const known = NAMES.find((each) => each === name);
    const number = z.coerce
      .number()
      .nonnegative()
      .safeParse(value === '' ? undefined : value);
    if (known && number.success) limits[known] = number.data;
    else
      context.addIssue({
        code: 'custom',
        message: known
          ? `${name}: expected a number that is not below 0`
          : `expected name=number, separated by commas, with names of ${NAMES.join(', ')}`,
      });
  }
  return limits;
});
