/** The answer to what queues a prompt. */
import type { z } from 'zod';
import type { Store } from '../../store';
import { conflict } from '../http/errors';
import type { queued } from '../http/responses';

/** @param id null: the key was used for another request */
export function queuedView(
  { prompts, hindrance, work }: Pick<Store, 'prompts' | 'hindrance' | 'work'>,
  id: number | null,
): z.output<typeof queued> {
  if (id === null) throw conflict('This Idempotency-Key was used for another prompt: take a new one.');
  const row = prompts.get(id);
  const warnings = [row && hindrance.of(row), work.warningFor(id)].filter((one) => one != null);
  return { prompt_id: id, success: true, ...(warnings.length > 0 && { warning: warnings.join('. ') }) };
}
