/** What requests about phase plans may hold. */
import { z } from 'zod';
// How `meta` describes what JSON Schema can't tell from the code.
import type {} from 'zod-openapi';
import { graphFaults } from '../../store/plans/decide/graph';
import { PLAN_DRAFT_STATES } from '../../workflows/contracts/plan-drafts';
import {
  EVIDENCE_KINDS,
  MAX_PLAN_TASKS,
  ON_CHANGE,
  PLAN_STATUSES,
  PLAN_TASK_STATUSES,
} from '../../workflows/contracts/plans';
import {
  content,
  fromQuery,
  oneOf,
  paging,
  provider,
  searchText,
  shortText,
  someOf,
  someOfFields,
  whole,
  yesOrNo,
} from '../http/fields';
import { taskWorktree, worktree } from './worktree-fields';

const MOST_LISTED = 100;
const MAX_ID = 2_147_483_647;
const KEY = /^[A-Za-z0-9][\w.-]*$/;

export const taskKey = z
  .string({ error: 'expected text' })
  .max(100, { error: 'expected at most 100 characters' })
  .regex(KEY, { error: 'expected letters, digits and _ . -, beginning with a letter or digit' });

const listOf = <Item extends z.ZodType>(item: Item, what: string) =>
  z
    .array(item, { error: `expected a list of ${what}` })
    .max(MOST_LISTED, { error: `expected at most ${MOST_LISTED} ${what}` });

const glob = shortText(300).refine((text) => !text.startsWith('/') && !text.startsWith('!'), {
  error: 'expected a glob below the working directory, such as src/**',
});

const gate = z.discriminatedUnion(
  'type',
  [
    z.strictObject({
      type: z.literal('command'),
      command: content,
      timeout_seconds: z
        .number({ error: 'expected a number of seconds' })
        .positive({ error: 'expected more than 0 seconds' })
        .max(86_400, { error: 'expected at most 86400 seconds (a day)' })
        .optional(),
    }),
    z.strictObject({
      type: z.literal('approval'),
      note: shortText(500).optional(),
      on_change: oneOf(ON_CHANGE).optional().meta({
        description:
          'what becomes of it when files change afterwards: ask (default) asks again, keep lets it stand',
      }),
    }),
    z.strictObject({ type: z.literal('judgement'), question: content }),
  ],
  { error: 'expected a gate of type command, approval or judgement' },
);

const taskFields = {
  key: taskKey,
  prompt: content,
  target_session: shortText().nullish(),
  provider: provider.nullish(),
  specialty: shortText(50).nullish(),
  priority: whole(-1000, 1000).optional(),
  after: listOf(taskKey, 'keys of tasks').optional(),
  touches: listOf(glob, 'globs').optional(),
  gates: listOf(gate, 'gates').optional(),
  timeout_minutes: z
    .number({ error: 'expected a number of minutes' })
    .positive({ error: 'expected more than 0 minutes' })
    .max(10_080, { error: 'expected at most 10080 minutes (a week)' })
    .optional(),
  max_retries: whole(0, 20).optional(),
  evidence: oneOf(EVIDENCE_KINDS).optional().meta({
    description:
      'derived: an attempt that changed nothing and ran nothing is none; none: the answer alone is the result',
  }),
  worktree: taskWorktree,
};
export const planTask = z.strictObject(taskFields);

const phase = z.strictObject({
  name: shortText(200),
  tasks: z
    .array(planTask, { error: 'expected a list of tasks' })
    .min(1, { error: 'expected at least one task' })
    .max(MAX_PLAN_TASKS, { error: `expected at most ${MAX_PLAN_TASKS} tasks` }),
});

const budget = z
  .strictObject({
    usd: z.number({ error: 'expected US dollars' }).positive({ error: 'expected more than 0' }).optional(),
    tokens: whole(1, Number.MAX_SAFE_INTEGER).optional(),
  })
  .nullish();
const parallel = whole(1, 100).optional().meta({ description: 'most prompts under way at once' });
const stuckAfter = whole(1, 20)
  .optional()
  .meta({ description: 'tries in a row without progress before the cause is asked for, then a person' });
const workingDir = shortText(4096)
  .refine((path) => path.startsWith('/'), { error: 'expected an absolute path' })
  .nullish();

const planFields = {
  name: shortText(200),
  project_id: whole(1, MAX_ID).nullish(),
  working_dir: workingDir,
  budget,
  parallel,
  stuck_after: stuckAfter,
  worktree: worktree.nullish(),
  phases: z
    .array(phase, { error: 'expected a list of phases' })
    .min(1, { error: 'expected at least one phase' })
    .max(200, { error: 'expected at most 200 phases' }),
};

/** Of the whole: which tasks wait for which. */
function checkGraph(
  { phases }: { phases: readonly z.output<typeof phase>[] },
  context: z.RefinementCtx,
): void {
  const tasks = phases.flatMap(({ tasks: own }, at) =>
    own.map(({ key, after = [] }) => ({ key, phase: at, after })),
  );
  if (tasks.length > MAX_PLAN_TASKS)
    context.addIssue({
      code: 'custom',
      path: ['phases'],
      message: `expected at most ${MAX_PLAN_TASKS} tasks, these are ${tasks.length}`,
    });
  const places = new Map<string, { phase: number; place: number }>();
  // Of two with the same key the later one is at fault.
  phases.forEach(({ tasks: own }, at) =>
    own.forEach(({ key }, place) => places.set(key, { phase: at, place })),
  );
  for (const { key, field, index, message } of graphFaults(tasks)) {
    const { phase: phaseOf = 0, place = 0 } = places.get(key) ?? {};
    const path = ['phases', phaseOf, 'tasks', place, field, ...(index === undefined ? [] : [index])];
    context.addIssue({ code: 'custom', path, message });
  }
}

/** What a model writes of a plan: where it works, and what it may cost, is the person's. */
export const draftedPlan = z
  .strictObject({ name: planFields.name, phases: planFields.phases })
  .superRefine(checkGraph);

/** What a plan says, without how it begins. */
export const writtenPlan = z.strictObject(planFields).superRefine(checkGraph);

export const newPlan = z
  .strictObject({
    ...planFields,
    draft: yesOrNo.optional().meta({ description: 'begins when a person approves it' }),
  })
  .superRefine(checkGraph);

export const changePlan = someOfFields(
  z.strictObject({
    name: shortText(200).optional(),
    working_dir: workingDir,
    budget,
    parallel,
    stuck_after: stuckAfter,
    worktree: worktree.nullish(),
  }),
);

export const addTask = z.strictObject({
  ...taskFields,
  phase: shortText(200)
    .optional()
    .meta({ description: 'name of a phase; a new name makes a phase at the end; unset: the last one' }),
});
export const changeTask = someOfFields(
  z.strictObject({ ...taskFields, key: taskKey.optional(), prompt: content.optional() }),
);

const reason = shortText(500).optional();
const attempt = whole(0, MAX_ID).optional().meta({
  description:
    'number of the newest attempt that was seen, 0 if there was none; 409 if there is a newer one, and a repeat is no second decision',
});
/** Which gate a person saw. */
const meant = {
  attempt,
  gate: whole(1, MOST_LISTED).optional().meta({
    description:
      'number of the gate that was seen; 409 if it waits no more. Without it the one gate that waits is decided.',
  }),
  asked: whole(0, MAX_ID).optional().meta({
    description: 'as the gate had it: 409 if it was asked anew since, because files changed',
  }),
};
export const decision = z.strictObject({ reason }).prefault({});
export const taskDecision = z.strictObject({ attempt, reason }).prefault({});
export const cancelPlan = z
  .strictObject({
    reason,
    running: oneOf(['stop', 'finish'])
      .default('stop')
      .meta({ description: 'what becomes of prompts under way' }),
  })
  .prefault({});
export const approveTask = z.strictObject({ ...meant, approved: yesOrNo.default(true), reason }).prefault({});
export const approvePlan = z
  .strictObject({
    task: taskKey.optional().meta({ description: 'whose gate is meant, if several wait' }),
    ...meant,
    start: yesOrNo.optional().meta({
      description:
        'true: a draft is to begin, and no gate is meant; false: a gate; unset: what the plan waits for',
    }),
    approved: yesOrNo.default(true),
    reason,
  })
  .superRefine(({ task, ...named }, context) => {
    for (const field of ['attempt', 'gate', 'asked'] as const)
      if (named[field] !== undefined && task === undefined)
        context.addIssue({ code: 'custom', path: [field], message: 'expected the task that it is of, too' });
    if (named.start === true && task !== undefined)
      context.addIssue({
        code: 'custom',
        path: ['task'],
        message: 'expected none where a draft is to begin',
      });
  })
  .prefault({});

export const draftPlan = z.strictObject({
  goal: content.pipe(z.string().max(20_000, { error: 'expected at most 20000 characters' })),
  project_id: whole(1, MAX_ID).nullish(),
  working_dir: workingDir,
});
export const draftQuery = paging.extend({ state: someOf(PLAN_DRAFT_STATES).optional() });

export const planQuery = paging.extend({
  status: someOf(PLAN_STATUSES).optional(),
  project_id: fromQuery(1, MAX_ID, 1).unwrap().optional(),
  q: searchText.optional(),
});
export const taskQuery = paging.extend({ status: someOf(PLAN_TASK_STATUSES).optional() });
export const exportQuery = z.object({ format: oneOf(['yaml', 'json']).default('yaml') });
