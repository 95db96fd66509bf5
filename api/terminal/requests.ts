/** What a page may say over the WebSocket of a terminal. */
import { z } from 'zod';
import {
  MAX_KEYS,
  MAX_PASTE,
  SIZE_LIMITS,
  type TerminalRequest,
} from '../../workflows/contracts/terminal-messages';

const number = z.number({ error: 'expected a number' }).int({ error: 'expected a whole number' });
const within = ({ min, max }: { readonly min: number; readonly max: number }) =>
  number.min(min, { error: `expected at least ${min}` }).max(max, { error: `expected at most ${max}` });
const id = within({ min: 0, max: Number.MAX_SAFE_INTEGER });
const text = (max: number) =>
  z
    .string({ error: 'expected a text' })
    .min(1, { error: 'expected a text that is not empty' })
    .max(max, { error: `expected at most ${max} characters` });
const yesNo = z.boolean({ error: 'expected true or false' });

const request = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ type: z.literal('ack'), bytes: id }),
    z.strictObject({ type: z.literal('refresh') }),
    z.strictObject({ type: z.literal('take'), force: yesNo }),
    z.strictObject({ type: z.literal('resume'), key: text(100) }),
    z.strictObject({ type: z.literal('give_back') }),
    z.strictObject({ type: z.literal('keys'), id, data: text(MAX_KEYS) }),
    z.strictObject({ type: z.literal('paste'), id, text: text(MAX_PASTE), enter: yesNo }),
    z.strictObject({
      ...{ type: z.literal('take_size'), cols: within(SIZE_LIMITS.cols), rows: within(SIZE_LIMITS.rows) },
    }),
    z.strictObject({ type: z.literal('give_size_back') }),
  ],
  { error: 'expected a type that is known' },
);

/** A text where it is none: what was expected. */
export function requestOf(message: string): TerminalRequest | string {
  let json: unknown;
  try {
    json = JSON.parse(message);
  } catch {
    return 'expected JSON';
  }
  const parsed = request.safeParse(json);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return [issue?.path.join('.'), issue?.message].filter(Boolean).join(': ');
}
