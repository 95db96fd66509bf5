/** What a background task may be asked to do, and what may be asked of it. */
import { z } from 'zod';
import { TASK_STATUSES, TASK_TYPES } from '../../workflows/contracts/tasks';
import { gitInput } from './git-requests';
import {
  content,
  environment,
  fromQuery,
  oneOf,
  paging,
  searchText,
  secretNames,
  shortText,
  someOf,
  whole,
} from '../http/fields';

const MAX_ARGS = 200;
const MAX_ID = 2_147_483_647;

const argument = z
  .string({ error: 'expected text' })
  .max(32_768, { error: 'expected at most 32768 characters' })
  .refine((text) => !text.includes('\0'), { error: 'must not hold NUL' });
const args = z
  .array(argument, { error: 'expected an array of texts' })
  .max(MAX_ARGS, { error: `expected at most ${MAX_ARGS} arguments` })
  .optional();
/** Split later as a shell would, but no shell runs. */
const commandLine = z.union([argvList(), shortText(4096)], {
  error: 'expected a program and its arguments, as one text or as an array',
});

function argvList() {
  return z
    .array(argument)
    .min(1)
    .max(MAX_ARGS)
    .refine(([program]) => program?.trim() !== '');
}
/** A file of the working directory; where links lead is looked at when the task runs. */
const fileName = shortText(4096)
  .refine((path) => !path.startsWith('-'), { error: 'must not begin with -' })
  .refine((path) => !path.startsWith('/') && !path.split('/').includes('..'), {
    error: 'expected a path inside of the working directory',
  });
const target = shortText(200).regex(/^[\p{L}\p{N}_][\p{L}\p{N}_./:@+-]*$/u, {
  error: 'expected letters, digits and _ . / : @ + -, beginning with a letter or digit',
});
const moduleName = shortText(200).regex(/^[A-Za-z_]\w*(\.[A-Za-z_]\w*)*$/, {
  error: 'expected the name of a module, like pytest or package.module',
});

const common = {
  priority: whole(-1000, 1000).default(0),
  project_id: whole(1, MAX_ID).nullish(),
  working_dir: shortText(4096).nullish(),
  env: environment,
  secrets: secretNames,
  timeout_seconds: z
    .number({ error: 'expected a number of seconds' })
    .positive({ error: 'expected more than 0 seconds' })
    .max(604_800, { error: 'expected at most 604800 seconds (a week)' })
    .default(3600),
  max_retries: whole(0, 10).default(0),
  source: shortText(50).default('api'),
};

const python = z
  .strictObject({
    ...common,
    type: z.literal('python'),
    script: fileName.optional(),
    module: moduleName.optional(),
    code: content.optional(),
    args,
  })
  .superRefine(({ script, module, code }, context) => {
    if ([script, module, code].filter((given) => given !== undefined).length === 1) return;
    context.addIssue({
      code: 'custom',
      path: ['script'],
      message: 'expected one of script, module and code',
    });
  });

/** One variant a type, `git` one an operation. */
export const newTask = z.discriminatedUnion(
  'type',
  [
    z.strictObject({ ...common, type: z.literal('shell'), command: content }),
    python,
    gitInput(common),
    z.strictObject({ ...common, type: z.literal('deploy'), script: fileName, target, args }),
    z.strictObject({ ...common, type: z.literal('test'), command: commandLine.optional() }),
    z.strictObject({ ...common, type: z.literal('build'), command: commandLine.optional() }),
  ],
  { error: `expected one of ${TASK_TYPES.join(', ')}` },
);
export type NewTaskRequest = z.output<typeof newTask>;

/** What all types have; the rest of a request is the input of its type. */
export const COMMON_FIELDS: readonly string[] = Object.keys(common);

export const cancelTask = z.strictObject({ reason: shortText(500).optional() }).default({});
export const changeTask = z.strictObject({ priority: whole(-1000, 1000) });

export const taskQuery = paging.extend({
  status: someOf(TASK_STATUSES).optional(),
  type: someOf(TASK_TYPES).optional(),
  project_id: fromQuery(1, 999_999_999, 1).unwrap().optional(),
  q: searchText.optional(),
  order: oneOf(['newest', 'oldest', 'priority']).default('newest'),
});

export const taskLogQuery = z.object({
  offset: fromQuery(0, 999_999_999, 0),
  limit: fromQuery(1, 1_048_576, 262_144),
  follow: z.enum(['true', 'false'], { error: 'expected true or false' }).default('false'),
});
