/** What requests about the worktrees of plans may hold, and what answers show of them. */
import { z } from 'zod';
import { MERGE_KINDS, WORKTREE_STATES } from '../../workflows/contracts/worktrees';
import { content, environment, oneOf, secretNames, shortText, yesOrNo } from '../http/fields';
import { text, time } from '../http/responses';

const MOST_COMMANDS = 50;
const MOST_FILES = 100;

const commands = z
  .array(content, { error: 'expected a list of commands' })
  .max(MOST_COMMANDS, { error: `expected at most ${MOST_COMMANDS} commands` });

/** Below the top of the repository, in its plainest form; links are looked at when it is copied. */
const file = shortText(1_000).refine(
  (path) =>
    !path.startsWith('/') &&
    !path.split('/').some((part) => ['', '.', '..', '.git'].includes(part.toLowerCase())),
  { error: 'expected the path of a file below the top of the repository, such as .env or config/local.json' },
);
/** As git check-ref-format has it; what is said of a commit, such as main~1, is none. */
const NO_BRANCH = /^-|^HEAD$|^@$|[\s~^:?*[\\]|\.\.|@\{|\/\/|^\/|\/$|\.$|(?:^|\/)\.|\.lock(?:\/|$)/;
const branch = shortText(200).refine((name) => !NO_BRANCH.test(name), {
  error: 'expected the name of a branch, such as main or plans/{plan}',
});

export const worktree = z
  .strictObject(
    {
      base: branch
        .optional()
        .meta({ description: 'branch it begins at and is merged into; unset: the one checked out' }),
      branch: branch.optional().meta({ description: 'its own; {plan} and {task} stand for number and key' }),
      setup: commands.optional(),
      teardown: commands.optional(),
      copy: z
        .array(file, { error: 'expected a list of files' })
        .max(MOST_FILES, { error: `expected at most ${MOST_FILES} files` })
        .optional()
        .meta({ description: 'files that git ignores, copied from the repository’s directory' }),
      merge: oneOf(MERGE_KINDS).optional(),
      commit: yesOrNo.optional().meta({
        description: 'what is left uncommitted is committed when the gates have passed; false: it fails',
      }),
      launch: z
        .array(shortText(4_096), { error: 'expected a list: a program and its arguments' })
        .min(1, { error: 'expected a program' })
        .max(100, { error: 'expected at most 100 arguments' })
        .optional()
        .meta({
          description: 'starts the session that is made for the task; unset: as its agent usually is',
        }),
      env: environment.unwrap().optional(),
      secrets: secretNames.unwrap().optional(),
      timeout_seconds: z
        .number({ error: 'expected a number of seconds' })
        .positive({ error: 'expected more than 0 seconds' })
        .max(86_400, { error: 'expected at most 86400 seconds (a day)' })
        .optional()
        .meta({ description: 'of one of its commands' }),
    },
    { error: 'expected an object such as {} or {base: main}' },
  )
  .meta({ description: 'each task works in a git worktree of its own, merged when its gates passed' });

export const taskWorktree = z
  .union([worktree, z.literal(false)], {
    error: 'expected an object, or false for the directory of the plan',
  })
  .nullish()
  .meta({ description: 'as that of the plan, which it goes before; false: none' });

/** The worktree of a task, as it stands. */
export const worktreeShown = z
  .object({
    state: z.enum(WORKTREE_STATES),
    reason: text,
    path: text,
    directory: text.meta({ description: 'where the task works in it' }),
    repository: text,
    branch: text,
    base: text,
    base_commit: text,
    port: z.number().int(),
    session: text.meta({ description: 'made for the task; null: it names one, or none is made' }),
    merge: z.enum(MERGE_KINDS),
    has_turn: z.boolean().meta({ description: 'it is the one of its repository that is merged now' }),
    conflicts: z.array(z.string()).meta({ description: 'files of the last conflict' }),
    merged_commit: text,
    pull_request_url: text,
    retry_at: time,
    opened_at: time,
    merged_at: time,
    closed_at: time,
  })
  .nullable()
  .meta({ id: 'PlanWorktree' });
