/** What is special about each table of the original; all else is copied column by column. */
import {
  BUG_STATUSES,
  FEATURE_STATUSES,
  PROJECT_STATUSES,
  SEVERITIES,
} from '../../workflows/contracts/work-item-words';
import { promptRule } from './prompts';
import type { TableRule, Values } from './rule';
import { secretRule } from './secrets';
import type { Value } from './source';
import { TASK_COLUMNS, taskRule } from './tasks';

/** Words for work that is done, which would else be open again. */
const DONE = ['done', 'finished', 'complete', 'fixed', 'shipped'];

/** In the order in which they need each other. */
export const RULES: readonly TableRule[] = [
  {
    table: 'projects',
    database: 'architect',
    prepare: (values, { db }) => {
      const id = db
        .prepare<[Value], number>('SELECT id FROM projects WHERE name = ?')
        .pluck()
        .get(values['name'] ?? null);
      const { status, note } = knownWord('status', values, PROJECT_STATUSES);
      const prepared = { values: { ...values, status }, notes: note };
      if (id === undefined) return prepared;
      return {
        ...prepared,
        existing: String(id),
        notes: ['a project of that name is here: what belongs to it goes to that one'],
      };
    },
  },
  { table: 'milestone_summaries', database: 'architect' },
  {
    table: 'features',
    database: 'architect',
    prepare: (values) => {
      const { status, note } = knownWord('status', values, FEATURE_STATUSES, 'completed');
      return { values: { ...values, status }, notes: note };
    },
  },
  {
    table: 'bugs',
    database: 'architect',
    prepare: (values) => {
      const { status, note } = knownWord('status', values, BUG_STATUSES, 'resolved');
      const { severity, note: more } = knownWord('severity', values, SEVERITIES);
      return { values: { ...values, status, severity }, notes: [...note, ...more] };
    },
  },
  { table: 'task_queue', database: 'architect', prepare: taskRule, renamed: TASK_COLUMNS },
  { table: 'secrets', database: 'architect', prepare: secretRule },
  // Its patterns of screen texts are no rules here, and are not applied.
  { table: 'claude_patterns', database: 'architect', into: 'claude_patterns_original' },
  { table: 'claude_interactions', database: 'architect', into: 'claude_interactions_original' },
  { table: 'prompts', database: 'assigner', prepare: promptRule },
  {
    table: 'sessions',
    database: 'assigner',
    prepare: (values, { db }) => {
      if (typeof values['name'] !== 'string' || values['name'].trim() === '')
        return { values, notes: [], refuse: 'it has no name' };
      const here = db.prepare('SELECT 1 FROM sessions WHERE name = ?').get(values['name'] ?? null);
      const notes = here ? ['a session of that name is here, which stays as it is'] : [];
      const next = { ...values, status: 'unknown', reason: 'not seen yet', current_task_id: null };
      return { values: next, notes, ...(here !== undefined && { existing: values['name'] }) };
    },
  },
  {
    table: 'assignment_history',
    database: 'assigner',
    prepare: (values) => ({ values: { ...values, session_name: values['session_name'] ?? '' }, notes: [] }),
  },
  {
    table: 'lost_and_found',
    database: 'assigner',
    // What it is about was decided in the original or is among the prompts; here it is no open question.
    prepare: (values, { now }) => ({
      values: { ...values, resolved_at: values['created_at'] ?? now, resolution: 'from the original system' },
      notes: [],
    }),
  },
  { table: 'health_checks', database: 'health' },
  { table: 'outages', database: 'health' },
];

/** The word of `column` as it is here: the same, the one for done work, or the usual one, which is the first, with a note that says so. */
function knownWord<Column extends string>(
  column: Column,
  values: Values,
  known: readonly [string, ...string[]],
  done = known[0],
): Record<Column, Value> & { note: string[] } {
  const word = values[column] ?? null;
  const [usual] = known;
  const isKnown = word === null || known.includes(String(word));
  const next = isKnown ? (word ?? usual) : DONE.includes(String(word).toLowerCase()) ? done : usual;
  const note = isKnown ? [] : [`${column}: ${JSON.stringify(word)} is none here, it is ${next} now`];
  return { [column]: next, note } as Record<Column, Value> & { note: string[] };
}
