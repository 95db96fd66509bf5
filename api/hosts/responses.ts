/** Hosts, as the API shows them. */
import { z } from 'zod';
import { HOST_STATES } from '../../workflows/contracts/hosts';
import { knownTime, number, text, time } from '../http/responses';

export const host = z
  .object({
    name: z.string(),
    hub: z.boolean().meta({ description: 'the machine of this server' }),
    state: z.enum(HOST_STATES),
    since: time.meta({ description: 'since when; of a host that is lost, when it was last heard of' }),
    seen_seconds_ago: number.meta({ description: 'null: it was not heard of since the server started' }),
    version: text,
    sessions: z.number().int(),
    prompts: z.number().int().meta({ description: 'prompts that its sessions have now' }),
    memory_free_mib: number,
    memory_total_mib: number,
    load: number.meta({ description: 'average of the last minute' }),
    cpus: number,
    gets_work: z.boolean(),
    reason: text.meta({ description: 'why its sessions are given no work' }),
    created_at: time,
    created_by: text,
  })
  .meta({ id: 'Host' });

export const hostList = z.object({ items: z.array(host) }).meta({ id: 'HostList' });

export const hostToken = z
  .object({
    name: z.string(),
    token: z.string().meta({ description: 'told this once; the server keeps a digest only' }),
    command: z.string().meta({ description: 'what joins with it, on the other machine' }),
  })
  .meta({ id: 'HostToken' });

export const removal = z
  .object({
    name: z.string(),
    prompts: z.number().int().meta({ description: 'prompts that are still to be taken back' }),
    message: z.string().meta({ description: 'for a person' }),
  })
  .meta({ id: 'HostRemoval' });

export const welcome = z
  .object({
    name: z.string(),
    protocol: z.number().int(),
    version: z.string(),
    namespace: z.string(),
    submit_delay_ms: z.number(),
    silent_timeout_ms: z.number(),
    answer_max_bytes: z.number(),
    owner_timeout_ms: z.number(),
    beat_ms: z.number(),
    now_ms: z.number(),
  })
  .meta({ id: 'HostWelcome' });

export const beat = z
  .object({
    now_ms: z.number().meta({ description: "the server's clock, Unix milliseconds" }),
    at: knownTime,
  })
  .meta({ id: 'HostBeat' });

export const callResults = z
  .object({
    results: z.array(
      z.object({
        id: z.string(),
        value: z.unknown().optional(),
        error: z.object({ code: z.string(), message: z.string() }).optional(),
      }),
    ),
  })
  .meta({ id: 'HostCallResults' });
