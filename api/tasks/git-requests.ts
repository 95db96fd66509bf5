/** What a git task may be asked to do. Names that begin with a dash are refused: git would take them for options. */
import { z } from 'zod';
import { GIT_OPERATIONS, STASH_ACTIONS } from '../../workflows/contracts/task-inputs';
import { content, oneOf, shortText, whole, yesOrNo } from '../http/fields';

const noOption = (text: string): boolean => !text.startsWith('-');
const NO_OPTION = { error: 'must not begin with -' };

/** As `git check-ref-format` has it; a leading + would make a push a forced one. */
const name = shortText(200)
  .refine((text) => !/^[-+]/.test(text), { error: 'must not begin with - or +' })
  .refine(
    (text) =>
      !/[\s~^:?*[\\]|\.\.|@\{|\/\/|\.lock(\/|$)|(^|\/)\.|[./]$/.test(text) &&
      text !== '@' &&
      !text.startsWith('/'),
    { error: 'expected a name that git allows: no spaces, .., ~, ^, :, ?, *, [ or \\' },
  );
/** A commit, in any of git's ways to write one: `main`, `HEAD~3`, `v1..v2`. */
const ref = shortText(200)
  .refine(noOption, NO_OPTION)
  .regex(/^[^\s:?*[\\]+$/, { error: 'expected a branch, tag or commit' });
const remote = shortText(200)
  .refine(noOption, NO_OPTION)
  .regex(/^[\w.-]+(\/[\w.-]+)*$/, { error: 'expected the name of a remote, like origin' });
const path = shortText(4096).refine(noOption, NO_OPTION);
const paths = z
  .array(path, { error: 'expected an array of paths' })
  .min(1, { error: 'expected at least one path' })
  .max(1000, { error: 'expected at most 1000 paths' })
  .optional();
const url = shortText(2048)
  .refine(noOption, NO_OPTION)
  .regex(/^((https?|ssh|git|file):\/\/\S+|[\w.-]+@[\w.-]+:\S+|\/\S+)$/, {
    error: 'expected an https, http, ssh, git or file address, user@host:path, or an absolute path',
  });
const directory = path.refine((text) => !text.startsWith('/') && !text.split('/').includes('..'), {
  error: 'expected a path inside of the working directory',
});
const message = content.refine((text) => text.length <= 10_000, {
  error: 'expected at most 10000 characters',
});
const flag = yesOrNo.optional();

const OPERATIONS = {
  clone: {
    url,
    directory: directory.optional(),
    branch: name.optional(),
    depth: whole(1, 1_000_000).optional(),
  },
  pull: { remote: remote.optional(), branch: name.optional(), rebase: flag },
  fetch: { remote: remote.optional(), prune: flag, tags: flag },
  commit: { message, paths, all: flag },
  push: { remote: remote.optional(), branch: name.optional(), set_upstream: flag, tags: flag },
  branch: { name: name.optional(), start: ref.optional(), delete: flag },
  checkout: { ref, create: flag, paths },
  status: {},
  diff: { ref: ref.optional(), staged: flag, paths },
  log: { ref: ref.optional(), limit: whole(1, 10_000).optional(), paths },
  tag: { name: name.optional(), ref: ref.optional(), message: message.optional() },
  merge: { ref, no_ff: flag },
  stash: { action: oneOf(STASH_ACTIONS).optional(), message: message.optional() },
} as const satisfies Record<(typeof GIT_OPERATIONS)[number], z.ZodRawShape>;

/** The variants of `git`, each with the fields that all tasks have. */
export function gitInput<Common extends z.ZodRawShape>(common: Common) {
  const of = <Operation extends (typeof GIT_OPERATIONS)[number]>(operation: Operation) =>
    z.strictObject({
      ...common,
      type: z.literal('git'),
      operation: z.literal(operation),
      ...OPERATIONS[operation],
    });
  return z.discriminatedUnion(
    'operation',
    [
      of('clone'),
      of('pull'),
      of('fetch'),
      of('commit'),
      of('push'),
      of('branch'),
      of('checkout'),
      of('status'),
      of('diff'),
      of('log'),
      of('tag'),
      of('merge'),
      of('stash'),
    ],
    { error: `expected one of ${GIT_OPERATIONS.join(', ')}` },
  );
}
