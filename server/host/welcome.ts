/** What the hub tells a host that joins. */
import { z } from 'zod';
import type { HostWelcome } from '../../workflows/contracts/hosts';

const whole = z.number().int().min(0);
const WELCOME = z.object({
  name: z.string().min(1),
  protocol: whole,
  version: z.string(),
  namespace: z.string().min(1),
  submit_delay_ms: whole,
  silent_timeout_ms: whole,
  answer_max_bytes: whole,
  owner_timeout_ms: whole,
  beat_ms: whole,
  now_ms: z.number(),
});

/** @throws Error where that is no hub of ours */
export function readWelcome(answer: unknown): HostWelcome {
  const parsed = WELCOME.safeParse(answer);
  if (!parsed.success) throw new Error('What answers there is no hub of Architect Dashboard.');
  const { data } = parsed;
  return {
    ...{ name: data.name, protocol: data.protocol, version: data.version, namespace: data.namespace },
    submitDelayMs: data.submit_delay_ms,
    silentTimeoutMs: data.silent_timeout_ms,
    answerMaxBytes: data.answer_max_bytes,
    ownerTimeoutMs: data.owner_timeout_ms,
    beatMs: data.beat_ms,
    nowMs: data.now_ms,
  };
}
