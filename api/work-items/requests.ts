/** What requests about projects, features and bugs may hold. */
import { z } from 'zod';
import { CONTROL } from '../../workflows/contracts/control-characters';
import {
  BUG_STATUSES,
  FEATURE_STATUSES,
  PROJECT_STATUSES,
  SEVERITIES,
} from '../../workflows/contracts/work-item-words';
import { sendOptions } from '../prompts/requests';
import {
  LONE_SURROGATE,
  oneOf,
  searchText,
  shortText,
  someOf,
  someOfFields,
  sortBy,
  textFromQuery,
  whole,
  wholeFromQuery,
} from '../http/fields';

const MAX_TEXT_CHARS = 65_536;
const MAX_HOURS = 100_000;
const MAX_ID = Number.MAX_SAFE_INTEGER;

const name = shortText().transform((text) => text.trim());
const longText = z
  .string({ error: 'expected text' })
  .max(MAX_TEXT_CHARS, { error: `expected at most ${MAX_TEXT_CHARS} characters` })
  .transform((text) => text.replace(/\r\n?/g, '\n'))
  .refine((text) => !CONTROL.test(text), {
    error: 'holds control characters; only tab and newline are allowed',
  })
  .refine((text) => !LONE_SURROGATE.test(text), { error: 'holds half a character (a lone surrogate)' })
  .nullish();
const id = whole(1, MAX_ID).nullish();
const hours = z
  .number({ error: 'expected a number of hours' })
  .min(0, { error: 'expected 0 hours or more' })
  .max(MAX_HOURS, { error: `expected at most ${MAX_HOURS} hours` })
  .nullish();
const priority = whole(-1000, 1000);

const project = z.strictObject({
  name,
  description: longText,
  source_path: shortText(4096).startsWith('/', { error: 'expected an absolute path' }).nullish(),
  status: oneOf(PROJECT_STATUSES),
  priority,
});
export const newProject = project
  .extend({ status: project.shape.status.default('active'), priority: priority.default(0) })
  .meta({ id: 'NewProject' });
export const changeProject = someOfFields(project.partial()).meta({ id: 'ProjectChange' });

const item = z.strictObject({
  title: shortText(500).transform((text) => text.trim()),
  description: longText,
  project_id: id,
  status_reason: shortText(2_000).nullish(),
  priority,
  assigned_to: shortText().nullish(),
  tmux_session: shortText().nullish(),
  estimated_hours: hours,
  actual_hours: hours,
});
const feature = item.extend({
  milestone_id: id,
  spec: longText,
  status: oneOf(FEATURE_STATUSES),
  assigned_node: shortText().nullish(),
});
export const newFeature = feature
  .extend({ status: feature.shape.status.default('draft'), priority: priority.default(0) })
  .meta({ id: 'NewFeature' });
export const changeFeature = someOfFields(feature.partial()).meta({ id: 'FeatureChange' });

const bug = item.extend({ feature_id: id, severity: oneOf(SEVERITIES), status: oneOf(BUG_STATUSES) });
export const newBug = bug
  .extend({
    severity: bug.shape.severity.default('medium'),
    status: bug.shape.status.default('open'),
    priority: priority.default(0),
  })
  .meta({ id: 'NewBug' });
export const changeBug = someOfFields(bug.partial()).meta({ id: 'BugChange' });

/** How the prompt made of a feature or bug is queued; its priority is the item's unless told. */
export const sendItem = sendOptions
  .pick({
    target_session: true,
    target_provider: true,
    specialty: true,
    timeout_minutes: true,
    max_retries: true,
    after: true,
    on: true,
    not_before: true,
  })
  .extend({ priority: priority.optional() })
  .meta({ id: 'SendItem' })
  .prefault({});

const idQuery = wholeFromQuery(1, MAX_ID).optional();
/** Without `limit` all rows come: the answer is the plain array of the original. */
const listed = {
  q: searchText.optional(),
  limit: wholeFromQuery(1, 500).optional(),
  offset: wholeFromQuery(0, 10_000_000).optional(),
};
const itemFilters = {
  ...listed,
  project_id: idQuery,
  priority: wholeFromQuery(-1000, 1000).optional(),
  assigned_to: textFromQuery.optional(),
  tmux_session: textFromQuery.optional(),
};
const ITEM_COLUMNS = ['id', 'title', 'status', 'priority', 'project_id', 'created_at', 'updated_at'] as const;

export const projectQuery = z.object({
  ...listed,
  status: someOf(PROJECT_STATUSES).optional(),
  priority: wholeFromQuery(-1000, 1000).optional(),
  sort: sortBy('id', 'name', 'status', 'priority', 'created_at', 'updated_at'),
});
export const featureQuery = z.object({
  ...itemFilters,
  status: someOf(FEATURE_STATUSES).optional(),
  milestone_id: idQuery,
  sort: sortBy(...ITEM_COLUMNS, 'completed_at', 'estimated_hours', 'actual_hours'),
});
export const bugQuery = z.object({
  ...itemFilters,
  status: someOf(BUG_STATUSES).optional(),
  severity: someOf(SEVERITIES).optional(),
  feature_id: idQuery,
  sort: sortBy(...ITEM_COLUMNS, 'resolved_at', 'severity'),
});
export const removeProject = z.object({
  cascade: z.enum(['true', 'false', ''], { error: 'expected true or false' }).optional(),
});
