/** Words of the record of work: projects, features and bugs. The first of each list is the default. */

export const PROJECT_STATUSES = ['active', 'archived', 'paused'] as const;
export type ProjectStatus = (typeof PROJECT_STATUSES)[number];

export const FEATURE_STATUSES = ['draft', 'in_progress', 'completed', 'blocked'] as const;
export type FeatureStatus = (typeof FEATURE_STATUSES)[number];

/** `resolved`: mended; `closed`: nothing more will be done, mended or not. */
export const BUG_STATUSES = ['open', 'in_progress', 'blocked', 'resolved', 'closed'] as const;
export type BugStatus = (typeof BUG_STATUSES)[number];

export const SEVERITIES = ['medium', 'low', 'high', 'critical'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a prompt can be made from. */
export const WORK_KINDS = ['feature', 'bug'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];

/** In which there is nothing to do any more. */
export const ENDED_STATUSES: Readonly<Record<WorkKind, readonly string[]>> = {
  feature: ['completed'],
  bug: ['resolved', 'closed'],
};

/** What a search finds. */
export const SEARCH_TYPES = ['project', 'feature', 'bug', 'milestone', 'prompt', 'error'] as const;
export type SearchType = (typeof SEARCH_TYPES)[number];
