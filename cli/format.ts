/** How prompts and sessions look in a terminal. */
import { fullDate, oneLine, painter, shortDate, type Colour, type Column, type Paint } from './output';
import type { OutputStream } from './io';
import { readable } from '../workflows/contracts/control-characters';
import type { HistoryEntry, Prompt, Session } from '../api/document/api-types';

/** The status, or the stage where that tells a person more: somebody has to look. */
export function promptState({ status, stage }: Pick<Prompt, 'status' | 'stage'>): string {
  return TELLING.has(stage) ? stage : status;
}
const TELLING: ReadonlySet<string> = new Set(['held', 'blocked', 'needs_confirmation', 'indeterminate']);

const STATE_COLOURS: Readonly<Record<string, Colour>> = {
  completed: 'green',
  failed: 'red',
  indeterminate: 'red',
  cancelled: 'gray',
  in_progress: 'cyan',
  assigned: 'cyan',
  needs_confirmation: 'yellow',
  blocked: 'yellow',
  idle: 'green',
  waiting_input: 'green',
  busy: 'cyan',
  limited: 'yellow',
  exited: 'red',
  unknown: 'yellow',
};
const stateColour = (state: string): Colour | undefined => STATE_COLOURS[state];

export const PROMPT_COLUMNS: readonly Column<Prompt>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'STATUS', text: promptState, colour: (prompt) => stateColour(promptState(prompt)) },
  { title: 'PRIO', text: ({ priority }) => priority, align: 'right' },
  { title: 'SESSION', text: ({ assigned_session: session, target_session: target }) => session ?? target },
  { title: 'CREATED', text: ({ created_at: at }) => shortDate(at), narrow: 'drop' },
  { title: 'PROMPT', text: ({ content }) => content, narrow: 'cut' },
];

export const SESSION_COLUMNS: readonly Column<Session>[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'STATUS', text: ({ status }) => status, colour: ({ status }) => stateColour(status) },
  { title: 'PROVIDER', text: ({ provider }) => provider },
  { title: 'SPECIALTY', text: ({ specialty }) => specialty, narrow: 'drop' },
  { title: 'PROMPT', text: ({ current_task_id: id }) => id, align: 'right' },
  { title: 'DONE', text: ({ total_tasks_completed: count }) => count, align: 'right', narrow: 'drop' },
  { title: 'FAILED', text: ({ total_tasks_failed: count }) => count, align: 'right', narrow: 'drop' },
  { title: 'ACTIVE', text: ({ last_activity: at }) => shortDate(at), narrow: 'drop' },
  { title: 'WHY', text: ({ reason }) => reason, narrow: 'cut' },
];

/** One line that says how a prompt stands: `Prompt 42: in_progress in dev_worker1 (claude is working)`. */
export function promptLine(prompt: Prompt): string {
  const where = prompt.assigned_session === null ? '' : ` in ${prompt.assigned_session}`;
  const why = prompt.error ?? prompt.warning ?? prompt.reason;
  return oneLine(`Prompt ${prompt.id}: ${promptState(prompt)}${where}${why ? ` (${why})` : ''}`);
}

export function historyLine(entry: HistoryEntry, paint: Paint): string {
  const parts = [entry.stage.padEnd(18), (entry.session ?? '-').padEnd(12), entry.reason ?? ''].map(readable);
  const line = `${fullDate(entry.at)}  ${parts.join('  ').trimEnd()}\n`;
  return line + evidenceLines(entry.evidence, paint);
}

function evidenceLines(evidence: unknown, paint: Paint): string {
  if (evidence === null || evidence === undefined || evidence === '') return '';
  const text = typeof evidence === 'string' ? evidence : JSON.stringify(evidence);
  return readable(text)
    .trimEnd()
    .split('\n')
    .map((line) => `${paint('gray', `    | ${line}`)}\n`)
    .join('');
}

/** Everything about a prompt, for a person. */
export function receipt(prompt: Prompt, stream: OutputStream): string {
  const paint = painter(stream);
  const target = [prompt.target_session, prompt.target_provider, prompt.specialty].filter(Boolean).join(', ');
  const facts: readonly [string, string | number | null][] = [
    ['Status', promptState(prompt)],
    ['Why', prompt.reason],
    ['Warning', prompt.warning],
    ['Session', prompt.assigned_session],
    ['Target', target || 'any free session'],
    ['After', afterWords(prompt)],
    ['Not before', prompt.not_before === null ? null : fullDate(prompt.not_before)],
    ['Priority', prompt.priority],
    ['Position', prompt.position && `${prompt.position.position} of ${prompt.position.of}`],
    ['Source', prompt.source],
    ['Template', prompt.template],
    ['Sent by', originWords(prompt.origin)],
    ['Created', fullDate(prompt.created_at)],
    ['Assigned', fullDate(prompt.assigned_at)],
    ['Ended', fullDate(prompt.completed_at)],
    ['Retries', `${prompt.retry_count} of ${prompt.max_retries}`],
    ['Time limit', `${prompt.timeout_minutes} min`],
    ['Metadata', prompt.metadata === null ? null : JSON.stringify(prompt.metadata)],
    ['Workflow', prompt.temporal_url],
  ];
  const lines = facts
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${`${name}:`.padEnd(12)}${oneLine(String(value))}\n`);
  const steps = (prompt.history ?? []).map((entry) => historyLine(entry, paint)).join('');
  return [
    `${paint('bold', `Prompt ${prompt.id}`)}\n${lines.join('')}`,
    section('Text', readable(prompt.content), paint),
    section('Steps', steps, paint),
    section('Error', readable((prompt.status === 'failed' && prompt.error) || ''), paint),
    section('Response', readable(prompt.response ?? ''), paint),
  ]
    .filter(Boolean)
    .join('\n');
}

function originWords(origin: Prompt['origin']): string | null {
  if (origin === null) return null;
  return origin.kind === 'plan'
    ? `plan ${origin.plan_id} '${origin.plan}', task '${origin.task}', attempt ${origin.attempt}`
    : `recurring prompt ${origin.recurring_id} '${origin.name}', due at ${fullDate(origin.scheduled_at)}`;
}

const afterWords = ({ after, on }: Prompt): string | null =>
  after.length === 0 ? null : `${after.join(', ')} (${on === 'end' ? 'once ended' : 'once completed'})`;

/** Empty where there is nothing to say. */
function section(title: string, body: string, paint: Paint): string {
  return body === '' ? '' : `${paint('bold', title)}\n${body.trimEnd()}\n`;
}
