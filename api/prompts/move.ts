/** Moving a waiting prompt among those of its priority. */
import type { z } from 'zod';
import type { Store } from '../../store';
import type { QueuePlace } from '../../workflows/contracts/queue-order';
import { conflict, invalid, notFound, unknownReference } from '../http/errors';
import type { movePrompt } from './requests';

type Wanted = z.output<typeof movePrompt>;

/** @throws HttpError where it doesn't wait, or can't stand there */
export function movePromptTo(
  { queue, prompts }: Pick<Store, 'queue' | 'prompts'>,
  id: number,
  wanted: Wanted,
  by: string,
): void {
  if (!prompts.get(id)) throw notFound(`prompt ${id}`);
  const { field, otherId } = besideWhom(wanted);
  if (otherId === id) throw invalid(field, 'expected another prompt than the one that is moved');
  const moved = queue.move(id, placeOf(wanted), by);
  if (moved === 'moved' || moved === 'there_already') return;
  if (moved === 'other_unknown') throw unknownReference(field, `there is no prompt ${otherId}`);
  const [prompt, other] = [prompts.get(id), prompts.get(otherId)];
  if (moved === 'not_waiting')
    throw conflict(
      `Prompt ${id} does not wait in the queue (${prompt?.stage}): only what waits can be moved.`,
    );
  if (moved === 'other_not_waiting')
    throw conflict(
      `Prompt ${otherId} does not wait in the queue any more (${other?.stage}): look where the others stand now.`,
    );
  throw conflict(
    `Prompt ${id} has priority ${prompt?.priority}, prompt ${otherId} has ${other?.priority}: only prompts of one priority can be ordered. Give it the other priority first (architect priority ${id} ${other?.priority}).`,
  );
}

const besideWhom = ({ before, after }: Wanted): { field: 'before' | 'after'; otherId: number } =>
  before === undefined ? { field: 'after', otherId: after ?? 0 } : { field: 'before', otherId: before };

function placeOf({ before, after, to }: Wanted): QueuePlace {
  if (before !== undefined) return { before };
  return after === undefined ? (to ?? 'last') : { after };
}
