/** Which lines of the log files are wanted. */
import { z } from 'zod';
import { LOG_LEVELS, type LogPositions } from '../../workflows/contracts/logs';
import { anyOf, fromQuery, oneOf, searchText, textFromQuery, wholeFromQuery } from '../http/fields';

const MOST = 500;
const MOST_IDS = 1_000_000_000;
const id = textFromQuery.max(200, { error: 'expected at most 200 characters' });

export const wantedLines = z.object({
  part: anyOf
    .optional()
    .meta({ description: 'as GET /api/logs names them; none: all that the server itself writes' }),
  level: textFromQuery.pipe(oneOf(LOG_LEVELS)).default('info').meta({ description: 'that or more serious' }),
  q: searchText.optional().meta({ description: 'somewhere in the line, in any case' }),
  request: id.optional().meta({ description: 'the X-Request-Id of an answer' }),
  workflow: id.optional().meta({ description: 'such as prompt-42' }),
  prompt: wholeFromQuery(1, MOST_IDS).optional(),
  limit: fromQuery(1, MOST, 200),
});

const WHERE = 'expected what `next` of a page was';
const position = z.strictObject({
  inode: z.number().int().nonnegative(),
  offset: z.number().int().nonnegative(),
});
const positions = z.record(z.string(), position);

export const olderLines = wantedLines.extend({
  before: textFromQuery
    .max(4_000, { error: WHERE })
    .transform(
      (text, ctx) => positionsOf(text) ?? (ctx.addIssue({ code: 'custom', message: WHERE }), z.NEVER),
    )
    .optional()
    .meta({ description: '`next` of a page: lines that are older' }),
});

/** As text that a query can have. */
export const textOfPositions = (found: LogPositions): string => JSON.stringify(found);

function positionsOf(text: string): LogPositions | undefined {
  try {
    const found = positions.safeParse(JSON.parse(text));
    return found.success ? found.data : undefined;
  } catch {
    return undefined;
  }
}
