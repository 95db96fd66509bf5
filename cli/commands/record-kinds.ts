/** Projects, features and bugs as the command line has them: options, columns, and the routes they use. */
import {
  BUG_STATUSES,
  FEATURE_STATUSES,
  PROJECT_STATUSES,
  SEVERITIES,
} from '../../workflows/contracts/work-item-words';
import { number, recordId, wholeNumber } from '../arguments';
import { type Column, shortDate } from '../output';
import type { Bug, Feature } from '../../api/document/api-types';
import { bugCalls, featureCalls, projectCalls, type RecordCalls } from './record-calls';

/** An option of `add` and `set`; an empty text clears the field. */
export interface Field<Name extends string = string> {
  readonly flags: string;
  /** In the API. */
  readonly name: Name;
  readonly help: string;
  readonly choices?: readonly string[];
  readonly parse?: (text: string) => number;
}

export interface Kind<Row, New, Filters> extends RecordCalls<Row, New, Filters> {
  readonly noun: 'project' | 'feature' | 'bug';
  /** The command. */
  readonly plural: 'projects' | 'features' | 'bugs';
  /** What `add` takes as its argument. */
  readonly title: 'name' | 'title';
  readonly fields: readonly Field<keyof New & string>[];
  /** Options of the list besides those that all lists have. */
  readonly filters: readonly Field<keyof Filters & string>[];
  readonly columns: readonly Column<Row>[];
  /** The command by which a person says that it is done, and the status that it has then. */
  readonly done?: { readonly command: string; readonly status: string };
  /** Help of the option that removes what is in it as well, where that can be. */
  readonly cascade?: string;
}

type KindOf<Calls> =
  Calls extends RecordCalls<infer Row, infer New, infer Filters> ? Kind<Row, New, Filters> : never;

const text = <Name extends string>(flags: string, name: Name, help: string): Field<Name> => ({
  ...{ flags, name, help },
});
const words = <Name extends string>(flags: string, name: Name, choices: readonly string[]): Field<Name> => ({
  ...{ flags, name, choices, help: choices.join(', ') },
});
const amount = <Name extends string>(
  flags: string,
  name: Name,
  help: string,
  parse = wholeNumber,
): Field<Name> => ({
  ...{ flags, name, help, parse },
});

const priority = amount('--priority <n>', 'priority', 'higher is more important, -1000 to 1000');
const project = amount('--project <id>', 'project_id', 'number of its project', recordId);
const assigned = text('--assigned <who>', 'assigned_to', 'who or what is to do it');
const description = text('--description <text>', 'description', 'what it is about');
const item = [
  description,
  project,
  priority,
  assigned,
  text('--reason <text>', 'status_reason', 'why it is in its status'),
  amount('--hours <n>', 'estimated_hours', 'estimated hours', number),
  amount('--actual-hours <n>', 'actual_hours', 'hours it took', number),
];
/** Lists take several, comma-separated: the server checks them. */
const statusFilter = (choices: readonly string[]): Field<'status'> =>
  text('--status <list>', 'status', `only these, comma-separated: ${choices.join(', ')}`);

export const PROJECTS: KindOf<typeof projectCalls> = {
  ...projectCalls,
  noun: 'project',
  plural: 'projects',
  title: 'name',
  fields: [
    description,
    text('--path <dir>', 'source_path', 'directory of its sources'),
    words('--status <status>', 'status', PROJECT_STATUSES),
    priority,
  ],
  filters: [statusFilter(PROJECT_STATUSES)],
  cascade: 'its features and bugs too',
  columns: [
    { title: 'ID', text: ({ id }) => id, align: 'right' },
    { title: 'NAME', text: ({ name }) => name },
    { title: 'STATUS', text: ({ status }) => status },
    { title: 'PRIO', text: ({ priority: value }) => value, align: 'right' },
    { title: 'PATH', text: ({ source_path: path }) => path, narrow: 'drop' },
    { title: 'DESCRIPTION', text: ({ description: about }) => about, narrow: 'cut' },
  ],
};

const itemColumns: readonly Column<Feature | Bug>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  {
    title: 'STATUS',
    text: ({ status, answered_at: answered }) => (answered ? `${status}, answered` : status),
  },
  { title: 'PRIO', text: ({ priority: value }) => value, align: 'right' },
  { title: 'PROJECT', text: ({ project_id: id }) => id, align: 'right', narrow: 'drop' },
  { title: 'PROMPT', text: ({ prompt_id: id }) => id, align: 'right', narrow: 'drop' },
  { title: 'SESSION', text: ({ tmux_session: session }) => session, narrow: 'drop' },
  { title: 'HOURS', text: ({ actual_hours: hours }) => hours, align: 'right', narrow: 'drop' },
  { title: 'UPDATED', text: ({ updated_at: at }) => shortDate(at), narrow: 'drop' },
];
const titleColumn: Column<Feature | Bug> = { title: 'TITLE', text: ({ title }) => title, narrow: 'cut' };

export const FEATURES: KindOf<typeof featureCalls> = {
  ...featureCalls,
  noun: 'feature',
  plural: 'features',
  title: 'title',
  done: { command: 'complete', status: 'completed' },
  fields: [
    ...item,
    text('--spec <text>', 'spec', 'what is wanted, in detail'),
    words('--status <status>', 'status', FEATURE_STATUSES),
    amount('--milestone <id>', 'milestone_id', 'number of its milestone', recordId),
  ],
  filters: [statusFilter(FEATURE_STATUSES), project, priority, assigned],
  columns: [...itemColumns, titleColumn],
};

export const BUGS: KindOf<typeof bugCalls> = {
  ...bugCalls,
  noun: 'bug',
  plural: 'bugs',
  title: 'title',
  done: { command: 'resolve', status: 'resolved' },
  fields: [
    ...item,
    words('--severity <severity>', 'severity', SEVERITIES),
    words('--status <status>', 'status', BUG_STATUSES),
    amount('--feature <id>', 'feature_id', 'number of the feature it is in', recordId),
  ],
  filters: [
    statusFilter(BUG_STATUSES),
    text('--severity <list>', 'severity', `only these, comma-separated: ${SEVERITIES.join(', ')}`),
    project,
    amount('--feature <id>', 'feature_id', 'number of the feature they are in', recordId),
    assigned,
  ],
  columns: [...itemColumns, { title: 'SEVERITY', text: ({ severity }) => severity }, titleColumn],
};
