/**
 * Deleting, after a question that says what goes with it.
 * @import { Kind, Thing } from './work-kinds'
 */
import { call } from './app/api';
import { confirmAction } from './dialogs';
import { counted, nameOf, NOUN, ROUTES } from './work-kinds';
import { totalOf } from './work-tabs';

/** @param {Kind} kind @param {Thing} thing @param {(text: string) => void} done */
export async function removeThing(kind, thing, done) {
  const { id } = thing;
  const noun = NOUN[kind];
  const along = kind === 'projects' ? await belongingTo(id) : '';
  const answer = await confirmAction({
    title: `Delete ${noun} #${id}?`,
    text: `“${nameOf(thing)}” is gone then${along ? `, and ${along} with it` : ''}. This can’t be taken back.`,
    action: along ? `Delete it with ${along}` : `Delete ${noun}`,
  });
  if (!answer) return;
  if (kind === 'projects') {
    await call('DELETE /api/projects/:id', { params: { id }, query: along ? { cascade: 'true' } : {} });
  } else await call(ROUTES[kind].remove, { params: { id } });
  done(`Deleted ${noun} #${id}${along ? ` and ${along}` : ''}.`);
}

/** In words; empty where there is nothing. @param {number} id */
async function belongingTo(id) {
  const [features, bugs] = await Promise.all([
    totalOf('features', { project_id: id }),
    totalOf('bugs', { project_id: id }),
  ]);
  return [some(features, 'feature'), some(bugs, 'bug')].filter(Boolean).join(' and ');
}

const some = (count, noun) => (count ? counted(count, noun) : '');
