/** The prompts that work on what is shown: from the event stream, older ones read once. */
import { signal } from '@preact/signals';
import type { Prompt } from '../../../../api/document/api-types';
import { ApiError, call } from '../../app/api';
import { state } from '../../app/state';
import { NOUN, type Kind, type Thing } from './kinds';

/** null: it was cleaned up. */
const older = signal<ReadonlyMap<number, Prompt | null>>(new Map());

/** undefined: not known yet. */
export const promptOf = (id: number | null): Prompt | null | undefined =>
  id === null ? null : (state.prompts.get(id) ?? older.value.get(id));

const promptIdOf = (thing: Thing): number | null => ('prompt_id' in thing ? thing.prompt_id : null);

/** Reads what the stream left out. */
export async function readPrompts(things: readonly Thing[]): Promise<void> {
  const missing = things.flatMap((thing) => {
    const id = promptIdOf(thing);
    return id !== null && promptOf(id) === undefined ? [id] : [];
  });
  await Promise.all([...new Set(missing)].map(read));
}

async function read(id: number): Promise<void> {
  const prompt = await call('GET /api/assigner/prompts/:id', { params: { id } }).catch((error: unknown) =>
    error instanceof ApiError && error.status === 404 ? null : undefined,
  );
  if (prompt !== undefined) older.value = new Map(older.peek()).set(id, prompt);
}

/** What was read may be out of date: the stream begins anew. */
export function forgetPrompts(): void {
  older.value = new Map();
}

/** The row that a prompt is about. */
export function rowOf(
  { id, metadata }: Pick<Prompt, 'id' | 'metadata'>,
  kind: Kind,
  things: readonly Thing[],
): Thing | undefined {
  const about = (metadata as Readonly<Record<string, unknown>> | null)?.[`${NOUN[kind]}_id`];
  return things.find((thing) => promptIdOf(thing) === id || thing.id === about);
}
