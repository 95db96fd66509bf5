/** What people ask about hosts, and what hosts ask with their tokens. */
import { z } from 'zod';
import { HOST_NAME } from '../../workflows/contracts/hosts';
import { shortText } from '../http/fields';

export const hostName = shortText(40).regex(HOST_NAME, {
  error: 'expected letters, digits, _ and -, beginning with a letter or digit, at most 40',
});

export const hostInPath = z.object({ name: shortText(40) });
export const newHost = z.strictObject({ name: hostName });

/** A newer host may say more than is known here. */
export const hostJoin = z.object({
  name: hostName.nullish(),
  run_id: z.string({ error: 'expected text' }).min(8).max(100),
  version: shortText(50),
});

const amount = z.number({ error: 'expected a number' }).min(0);
export const hostBeat = z.object({
  memory_free_mib: amount,
  memory_total_mib: amount,
  load: amount,
  cpus: amount,
});

export const hostCalls = z.object({
  calls: z
    .array(
      z.object({
        id: z.string().max(100),
        method: z.string().max(50),
        args: z.array(z.unknown()),
        /** It was asked before, and no answer came. */
        again: z.boolean().optional(),
      }),
    )
    .max(1_000),
});
