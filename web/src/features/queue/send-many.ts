/** Many prompts in one request, each with a key of its own, so that a repeat queues none of them twice. */
import { call, type Answer, type Body } from '../../app/api';
import { FieldError } from '../../ui/form-state';

type Sent = Body<'POST /api/assigner/send/batch'>;
/** What all of them have in common. */
export type Common = Omit<Sent, 'prompts' | 'in_order'>;
export type Way = 'line' | 'blank' | 'dashes';

export const MOST_PROMPTS = 500;
export const MOST_BYTES = 128 * 1024;

const SEPARATORS: Readonly<Record<Way, RegExp>> = {
  line: /\n/,
  blank: /\n(?:[ \t]*\n)+/,
  dashes: /^[ \t]*-{3,}[ \t]*$/m,
};

/** The prompts in a text. */
export const partsOf = (text: string, way: Way): string[] =>
  text
    .replace(/\r\n?/g, '\n')
    .split(SEPARATORS[way])
    .map((part) => (way === 'line' ? part : part.replace(/^\n+|\s+$/g, '')))
    .filter((part) => part.trim());

/** What is wrong with one of them; null where nothing is. */
export function faultOf(text: string): string | null {
  const bytes = new TextEncoder().encode(text).length;
  return bytes > MOST_BYTES ? `${Math.ceil(bytes / 1024)} KiB; at most 128 KiB can be queued` : null;
}

/** @param keyOf of each, by its index. @throws what the server refuses: then none is queued */
export async function sendMany(
  texts: readonly string[],
  keyOf: (index: number) => string,
  common: Common,
  inOrder: boolean,
): Promise<Answer<'POST /api/assigner/send/batch'>> {
  return call('POST /api/assigner/send/batch', {
    body: {
      ...common,
      in_order: inOrder,
      prompts: texts.map((content, index) => ({ content, idempotency_key: keyOf(index) })),
    },
  });
}

/** @throws FieldError */
export function checkMany(texts: readonly string[], field = 'content'): void {
  if (texts.length === 0) throw new FieldError(field, 'There is no prompt in it.');
  if (texts.length > MOST_PROMPTS)
    throw new FieldError(field, `These are ${texts.length} prompts; at most ${MOST_PROMPTS} go at once.`);
  const at = texts.findIndex((text) => faultOf(text) !== null);
  if (at >= 0) throw new FieldError(field, `Prompt ${at + 1} is too long: ${faultOf(texts[at] ?? '')}.`);
}

/** `Queued 3 prompts: #1 to #3.` */
export function doneWords({ items }: Answer<'POST /api/assigner/send/batch'>): string {
  const ids = items.flatMap(({ prompt_id: id }) => (id === null ? [] : [id]));
  const [first, last] = [ids[0], ids.at(-1)];
  const which = ids.length > 1 ? `#${first} to #${last}` : `#${first ?? ''}`;
  const warning = items.find((item) => item.warning)?.warning;
  const count = `${ids.length} prompt${ids.length === 1 ? '' : 's'}`;
  return `Queued ${count}: ${which}${warning ? `, but nobody can take some now: ${warning}` : '.'}`;
}
