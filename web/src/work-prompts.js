/**
 * The prompts that work on what is shown: from the event stream, older ones read once.
 * @import { Prompt } from '../../api/document/api-types'
 * @import { Kind, Thing } from './work-kinds'
 */
import { call } from './app/api';
import { state } from './app/state';
import { NOUN } from './work-kinds';

/** null: it was cleaned up. @type {Map<number, Prompt | null>} */
const older = new Map();

/** @param {number | null} id @returns {Prompt | null | undefined} undefined: not known yet */
export const promptOf = (id) => (id === null ? null : (state.prompts.get(id) ?? older.get(id)));

/** @param {Thing} thing */
export const promptId = (thing) => ('prompt_id' in thing ? thing.prompt_id : null);

/** Reads what the stream didn't tell of. @param {readonly Thing[]} things @returns {Promise<boolean>} whether there is news */
export async function readPrompts(things) {
  const missing = things.flatMap((thing) => {
    const id = promptId(thing);
    return id !== null && promptOf(id) === undefined ? [id] : [];
  });
  await Promise.all([...new Set(missing)].map(read));
  return missing.length > 0;
}

/** @param {number} id */
async function read(id) {
  try {
    older.set(id, await call('GET /api/assigner/prompts/:id', { params: { id } }));
  } catch (error) {
    if (error.status === 404) older.set(id, null);
  }
}

/** What was read may be out of date: the stream begins anew. */
export const forgetPrompts = () => older.clear();

/** The row that a prompt is about. @param {Prompt} prompt @param {Kind} kind @param {readonly Thing[]} things */
export function rowOf(prompt, kind, things) {
  const about = /** @type {Record<string, unknown> | null} */ (prompt.metadata)?.[`${NOUN[kind]}_id`];
  return things.find((thing) => promptId(thing) === prompt.id || thing.id === about);
}
