/** How dialogs and rules look in a terminal. */
import type { OutputStream } from './io';
import { readable } from '../workflows/contracts/control-characters';
import { fullDate, oneLine, painter, shortDate, type Colour, type Column } from './output';
import type { Confirmation, Rule } from '../api/document/api-types';

const COLOURS: Readonly<Record<string, Colour>> = {
  pending: 'yellow',
  approved: 'green',
  denied: 'red',
  expired: 'gray',
  allow: 'green',
  ask: 'yellow',
  deny: 'red',
};

const wants = ({ command, path, dialog, questions }: Confirmation): string =>
  command ?? path ?? questions?.map(({ question }) => question).join(' ') ?? dialog.title;

export const CONFIRMATION_COLUMNS: readonly Column<Confirmation>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'SESSION', text: ({ session }) => session },
  { title: 'KIND', text: ({ kind }) => kind, narrow: 'drop' },
  { title: 'STATUS', text: ({ status }) => status, colour: ({ status }) => COLOURS[status] },
  { title: 'RULES', text: ({ verdict }) => verdict, colour: ({ verdict }) => COLOURS[verdict] },
  { title: 'SINCE', text: ({ created_at: at }) => shortDate(at), narrow: 'drop' },
  { title: 'ASKS FOR', text: wants, narrow: 'cut' },
];

export const RULE_COLUMNS: readonly Column<Rule>[] = [
  { title: 'ID', text: ({ id }) => id, align: 'right' },
  { title: 'POSITION', text: ({ position }) => position, align: 'right', narrow: 'drop' },
  { title: 'VERDICT', text: ({ verdict }) => verdict, colour: ({ verdict }) => COLOURS[verdict] },
  { title: 'TOOL', text: ({ tool }) => tool },
  { title: 'KIND', text: ({ kind }) => kind, narrow: 'drop' },
  { title: 'ON', text: ({ enabled }) => (enabled ? 'yes' : 'no') },
  { title: 'OWN', text: ({ builtin }) => (builtin ? 'no' : 'yes'), narrow: 'drop' },
  { title: 'HITS', text: ({ hits }) => hits, align: 'right', narrow: 'drop' },
  { title: 'PATTERN', text: ({ pattern }) => pattern, narrow: 'cut' },
];

export function confirmationLine(one: Confirmation): string {
  const why = one.resolution === null ? '' : ` (${one.resolution})`;
  return oneLine(`Confirmation ${one.id}: ${one.status} in ${one.session}${why}`);
}

export function ruleLine({ id, verdict, tool, pattern, enabled }: Rule): string {
  return oneLine(`Rule ${id}: ${verdict} ${tool} ${pattern}${enabled ? '' : ' (switched off)'}`);
}

/** What was answered, in words. */
function answerIn({ answer }: Confirmation): string | null {
  if (!answer) return null;
  if (answer.dismissed) return 'closed without an answer';
  return answer.answers
    .map(({ options, text }) => [...options, ...(text === null ? [] : [text])].join(', '))
    .join('; ');
}

/** The questions of a form, as `confirm answer` takes their answers. */
function questionLines({ questions }: Confirmation): string {
  if (!questions || (questions.length === 1 && !questions[0]?.multiple)) return '';
  const lines = questions.map(({ question, options, multiple, text }, index) => {
    const hints = [multiple ? 'several may be chosen' : '', text ? 'or words of your own' : ''].filter(
      Boolean,
    );
    const head = `${index + 1}. ${oneLine(question)}${hints.length > 0 ? ` (${hints.join(', ')})` : ''}\n`;
    return head + options.map(({ number, label }) => `     ${number}. ${oneLine(label)}\n`).join('');
  });
  return `Questions\n${lines.join('')}`;
}

/** Everything about a dialog, for a person. */
export function confirmationDetails(one: Confirmation, stream: OutputStream): string {
  const paint = painter(stream);
  const facts: readonly [string, string | null][] = [
    ['Status', one.status],
    ['Session', `${one.session} (${one.agent})`],
    ['Kind', one.kind],
    ['Tool', one.tool],
    ['Asks for', one.command ?? one.path],
    ['Rules say', `${one.verdict}${one.rule ? `: ${one.rule.reason} (rule ${one.rule.id})` : ''}`],
    ['Mode', one.mode],
    ['Since', fullDate(one.created_at)],
    ['Answer due', fullDate(one.due_at)],
    ['Answered', fullDate(one.answered_at)],
    ['By', one.decided_by_name ?? one.decided_by],
    ['How', one.resolution],
    ['Answer', answerIn(one)],
    ['Note', one.note],
    ['Message', one.notification],
    ['Workflow', one.temporal_url],
  ];
  const lines = facts
    .filter(([, value]) => value !== null && value !== '')
    .map(([name, value]) => `${`${name}:`.padEnd(12)}${oneLine(String(value))}\n`);
  const options = one.dialog.options.map(
    ({ label, selected }, index) => `${selected ? '>' : ' '} ${index + 1}. ${oneLine(label)}\n`,
  );
  const screen = readable(one.dialog.body || one.dialog.title).trimEnd();
  return [
    `${paint('bold', `Confirmation ${one.id}`)}\n${lines.join('')}`,
    `${paint('bold', 'Dialog')}\n${screen}\n${options.join('')}`,
    ...[questionLines(one)].filter(Boolean),
  ].join('\n');
}
