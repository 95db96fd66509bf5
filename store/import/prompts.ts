/** Prompts of the original: ended ones stay as they ended; nothing it had in hand is typed again unasked. */
import { CONTROL } from '../../workflows/contracts/control-characters';
import type { Prepared, RuleContext, Values } from './rule';
import { MAX_CONTENT_BYTES } from '../prompts/limits';

const ENDED = ['completed', 'failed', 'cancelled'];
const IN_HAND = ['assigned', 'in_progress'];

export function promptRule(values: Values, context: RuleContext): Prepared {
  const status = String(values['status'] ?? 'pending');
  const base = { ...values, archived: values['archived'] ?? 0, ...placeOf(values['metadata']) };
  if (ENDED.includes(status)) return { values: { ...base, stage: status }, notes: [] };
  if (IN_HAND.includes(status)) return inHand(base, status, context);
  const archive = (why: string): Prepared => ({
    values: {
      ...base,
      ...{ status: 'cancelled', stage: 'cancelled', archived: 1, archived_at: context.now },
      ...{
        completed_at: values['completed_at'] ?? context.now,
        error: values['error'] ?? `Not queued: ${why}.`,
      },
    },
    notes: [`${why}: it comes as cancelled and archived`],
  });
  if (status !== 'pending') return archive(`its status ${JSON.stringify(status)} is none here`);
  if (!context.queue) return archive('it was waiting in the original and --queue was not given');
  const content = String(values['content'] ?? '');
  if (CONTROL.test(content.replace(/\r\n?/g, '\n'))) return archive('its text holds control characters');
  if (Buffer.byteLength(content) > MAX_CONTENT_BYTES) return archive('its text is longer than 128 KiB');
  return { values: { ...base, status: 'pending', stage: 'accepted', archived: 0 }, notes: [] };
}

function inHand(base: Values, status: string, { db, now }: RuleContext): Prepared {
  const reason = 'in the hands of the original system when it was stopped';
  return {
    values: {
      ...base,
      ...{ status: 'failed', stage: 'indeterminate', completed_at: now },
      error: 'It was in the hands of the original system: whether it was done is not known.',
    },
    notes: [`status: ${status}; whether it was done is not known, a person decides`],
    after: (id) =>
      void db
        .prepare(
          'INSERT INTO lost_and_found (prompt_id, session_name, reason, created_at) VALUES (?, ?, ?, ?)',
        )
        .run(id, base['assigned_session'] ?? null, reason, now),
  };
}

/** What steers affinity, as a prompt that is queued here has it in columns of its own. */
function placeOf(metadata: unknown): Values {
  try {
    const { project, working_dir } = JSON.parse(String(metadata)) as Record<string, unknown>;
    return {
      ...(typeof project === 'string' && { project }),
      ...(typeof working_dir === 'string' && { working_dir }),
    };
  } catch {
    return {};
  }
}
