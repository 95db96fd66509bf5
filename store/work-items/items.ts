/** Features and bugs: what people plan, and what a prompt can work on. */
import { ENDED_STATUSES } from '../../workflows/contracts/work-item-words';
import { WorkItemError } from './errors';
import type { BugRow, FeatureRow, ItemRow } from './rows';
import { type RecordDeps, recordRepository } from './table';

const PROJECT = { table: 'projects', noun: 'project' };

export function featuresRepository(deps: RecordDeps) {
  return recordRepository<FeatureRow>(deps, {
    table: 'features',
    noun: 'feature',
    text: ['title', 'description', 'spec'],
    references: {
      project_id: PROJECT,
      milestone_id: { table: 'milestone_summaries', noun: 'milestone' },
    },
    derive: (changes, before, now) => ({
      ...reasonOfStatus(changes, before),
      ...ended(changes, before, ENDED_STATUSES.feature, 'completed_at', now),
    }),
  });
}

export function bugsRepository(deps: RecordDeps) {
  const featureProject = deps.db
    .prepare<[number], number | null>('SELECT project_id FROM features WHERE id = ?')
    .pluck();
  /** A bug of a feature belongs to the feature's project. */
  const project = (changes: Partial<BugRow>, before: BugRow | undefined): Partial<BugRow> => {
    const featureId = changes.feature_id === undefined ? before?.feature_id : changes.feature_id;
    const asked = changes.project_id;
    if (featureId == null || (changes.feature_id === undefined && asked === undefined)) return {};
    const its = featureProject.get(featureId);
    if (its === undefined || its === asked) return {};
    if (asked === undefined || its === null) return asked === undefined ? { project_id: its } : {};
    throw new WorkItemError('reference', 'feature_id', `feature ${featureId} belongs to project ${its}`);
  };
  return recordRepository<BugRow>(deps, {
    table: 'bugs',
    noun: 'bug',
    text: ['title', 'description'],
    ranked: { severity: ['low', 'medium', 'high', 'critical'] },
    references: { project_id: PROJECT, feature_id: { table: 'features', noun: 'feature' } },
    derive: (changes, before, now) => ({
      ...project(changes, before),
      ...reasonOfStatus(changes, before),
      ...ended(changes, before, ENDED_STATUSES.bug, 'resolved_at', now),
    }),
  });
}

/** Reason and answer of the former status say nothing about the new one. */
function reasonOfStatus(changes: Partial<ItemRow>, before: ItemRow | undefined): Partial<ItemRow> {
  if (changes.status === undefined || changes.status === before?.status) return {};
  return {
    ...(changes.status_reason === undefined && { status_reason: null }),
    ...(changes.answered_at === undefined && before !== undefined && { answered_at: null }),
  };
}

/** Entering one of the end statuses fills the time, leaving them clears it. */
function ended<Row extends ItemRow>(
  { status }: Partial<Row>,
  before: Row | undefined,
  ends: readonly string[],
  column: keyof Row,
  now: string,
): Partial<Row> {
  if (status === undefined) return {};
  if (!ends.includes(status ?? '')) return { [column]: null } as Partial<Row>;
  return before && ends.includes(before.status ?? '') ? {} : ({ [column]: now } as Partial<Row>);
}
