/** What requests about reviews of directories may hold. */
import { z } from 'zod';
import { HALF_A_CHARACTER, LONE_SURROGATE, shortText, textFromQuery, yesOrNo } from '../http/fields';

const MOST_FILES = 2_000;
const MOST_PATH_CHARS = 4_096;
const MOST_TEXT_CHARS = 20_000;

const path = z
  .string({ error: 'expected the name of a file' })
  .min(1, { error: 'expected the name of a file' })
  .max(MOST_PATH_CHARS, { error: `expected at most ${MOST_PATH_CHARS} characters` })
  .refine((text) => !text.includes('\0'), { error: 'expected the name of a file' });

const severalLines = (what: string) =>
  z
    .string({ error: what })
    .max(MOST_TEXT_CHARS, { error: `expected at most ${MOST_TEXT_CHARS} characters` })
    .transform((text) => text.replace(/\r\n?/g, '\n'))
    // oxlint-disable-next-line no-control-regex -- they are what is refused
    .refine((text) => !/[\0-\x08\x0b-\x1f\x7f]/.test(text), {
      error: 'expected text without control characters',
    })
    .refine((text) => !LONE_SURROGATE.test(text), { error: HALF_A_CHARACTER });

const commitId = z
  .string({ error: 'expected the name of a commit, or null' })
  .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, { error: 'expected the whole name of a commit, or null' });

const version = z
  .string({ error: 'expected the version that the list has' })
  .regex(/^[0-9a-f]{32}$/, { error: 'expected the version that the list has' });

const files = z
  .array(z.strictObject({ path, version }), { error: 'expected a list of files with their versions' })
  .min(1, { error: 'expected at least one file' })
  .max(MOST_FILES, { error: `expected at most ${MOST_FILES} files` })
  .refine((all) => new Set(all.map((one) => one.path)).size === all.length, {
    error: 'expected each file once',
  })
  .meta({ description: 'as they were seen: one that has another version now is refused' });

const whileAtWork = yesOrNo
  .default(false)
  .meta({ description: 'also while an agent is at work there, which may write a file at this moment' });

export const fileQuery = z.object({
  path: textFromQuery.pipe(path),
  from: textFromQuery.pipe(path).optional().meta({ description: 'where a renamed one was' }),
  lines: z.enum(['changed', 'all'], { error: 'expected changed or all' }).default('changed'),
});

export const commitFiles = z.strictObject({
  files,
  head: commitId.nullable().meta({ description: 'the last commit as it was seen; null: there was none' }),
  message: severalLines('expected the message of the commit').refine((text) => text.trim() !== '', {
    error: 'must not be empty',
  }),
  while_at_work: whileAtWork,
});

export const discardFiles = z.strictObject({ files, while_at_work: whileAtWork });
export const undoDiscard = z.strictObject({ while_at_work: whileAtWork }).default({ while_at_work: false });
export const discardInPath = z.object({ name: z.string().min(1), id: z.string().min(1) });

/** As git takes them, without what a URL or a shell would read otherwise. */
const branchName = shortText(250).regex(/^(?![-/.])(?!.*(?:\.\.|\/\/|@\{))[^\s~^:?*[\\]+(?<![/.])$/, {
  error: 'expected the name of a branch',
});
export const openPullRequest = z.strictObject({
  title: shortText(200),
  body: severalLines('expected text').default(''),
  base: branchName
    .nullish()
    .meta({ description: "the branch that it goes to; unset: the repository's main one" }),
});
