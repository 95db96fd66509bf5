/** Deleting, after a question that says what goes with it. */
import { call } from '../../app/api';
import { confirmAction } from '../../ui/dialog';
import { counted } from '../../ui/text';
import { nameOf, NOUN, ROUTES, type Kind, type Thing } from './kinds';
import { totalOf } from './totals';

/** @returns what was done, in words; null if a person thought better of it */
export async function removeThing(kind: Kind, thing: Thing): Promise<string | null> {
  const { id } = thing;
  const noun = NOUN[kind];
  const along = kind === 'projects' ? await belongingTo(id) : '';
  const isMeant = await confirmAction({
    title: `Delete ${noun} #${id}?`,
    text: `“${nameOf(thing)}” is gone then${along ? `, and ${along} with it` : ''}. This can’t be taken back.`,
    action: along ? `Delete it with ${along}` : `Delete ${noun}`,
  });
  if (!isMeant) return null;
  if (kind === 'projects') {
    await call('DELETE /api/projects/:id', { params: { id }, query: along ? { cascade: 'true' } : {} });
  } else await call(ROUTES[kind].remove, { params: { id } });
  return `Deleted ${noun} #${id}${along ? ` and ${along}` : ''}.`;
}

/** In words; empty if there is nothing. */
async function belongingTo(id: number): Promise<string> {
  const [features, bugs] = await Promise.all([
    totalOf('features', { project_id: id }),
    totalOf('bugs', { project_id: id }),
  ]);
  const parts = [features && counted(features, 'feature'), bugs && counted(bugs, 'bug')];
  return parts.filter(Boolean).join(' and ');
}
