/** A line of a log file as a person is shown it, and whether it is one that they want. */
import { readable } from '../../workflows/contracts/control-characters';
import {
  LEVEL_NUMBERS,
  LOG_LEVELS,
  type LogFilter,
  type LogLevel,
  type ShownLine,
} from '../../workflows/contracts/logs';

const TEXT_CHARS = 4_000;
const MORE_CHARS = 2_000;
/** Shown in places of their own, or they say nothing to a person. */
const SHOWN: readonly string[] = [
  ...['level', 'time', 'component', 'msg', 'pid', 'hostname'],
  ...['requestId', 'workflowId', 'promptId'],
];
const LEVEL = /"level":(\d+)/;
const TIME = /"time":"([^"]{1,40})"/;

type Fields = Readonly<Record<string, unknown>>;

/** Of a line that wasn't taken apart, which costs far more than to look for it. Empty: it says none. */
export const timeOf = (line: string): string => (line.startsWith('{') ? (TIME.exec(line)?.[1] ?? '') : '');

/** undefined: it isn't wanted. */
export function shownIfWanted(part: string, line: string, filter: LogFilter): ShownLine | undefined {
  if (!mayBeWanted(line, filter)) return undefined;
  const fields = fieldsOf(line);
  const shown = fields ? ofFields(part, fields) : ofOutput(part, line);
  return isAbout(shown, filter) ? shown : undefined;
}

function mayBeWanted(line: string, { level, text, requestId, workflowId }: LogFilter): boolean {
  const number = Number(LEVEL.exec(line)?.[1] ?? LEVEL_NUMBERS.info);
  if (number < LEVEL_NUMBERS[level]) return false;
  if (![requestId, workflowId].every((id) => line.includes(id))) return false;
  return text === '' || line.toLowerCase().includes(text.toLowerCase());
}

const isAbout = (line: ShownLine, { requestId, workflowId, promptId }: LogFilter): boolean =>
  (requestId === '' || line.requestId === requestId) &&
  (workflowId === '' || line.workflowId === workflowId) &&
  (promptId === null || line.promptId === promptId || line.workflowId === `prompt-${promptId}`);

function fieldsOf(line: string): Fields | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as Fields;
  } catch {
    return undefined;
  }
}

function ofFields(part: string, fields: Fields): ShownLine {
  const text = (name: string): string | null => {
    const value = fields[name];
    return typeof value === 'string' ? readable(value).slice(0, TEXT_CHARS) : null;
  };
  const { message } = (fields['err'] ?? {}) as { message?: unknown };
  const fault = typeof message === 'string' ? ` (${readable(message).slice(0, TEXT_CHARS)})` : '';
  return {
    ...{ part, at: text('time'), level: levelOf(Number(fields['level'])), component: text('component') },
    ...{ text: `${text('msg') ?? ''}${fault}`, requestId: text('requestId'), workflowId: text('workflowId') },
    promptId: typeof fields['promptId'] === 'number' ? fields['promptId'] : null,
    more: moreOf(fields),
  };
}

const levelOf = (number: number): LogLevel =>
  LOG_LEVELS.findLast((name) => LEVEL_NUMBERS[name] <= number) ?? 'debug';

function moreOf(fields: Fields): Record<string, string> {
  const more = Object.entries(fields).filter(([name]) => !SHOWN.includes(name));
  return Object.fromEntries(more.map(([name, value]) => [readable(name), wordsOf(value)]));
}

function wordsOf(value: unknown): string {
  const stack = (value as { stack?: unknown } | null)?.stack;
  const text = typeof value === 'string' ? value : typeof stack === 'string' ? stack : JSON.stringify(value);
  return readable(text).slice(0, MORE_CHARS);
}

const ofOutput = (part: string, line: string): ShownLine => ({
  ...{ part, at: null, level: 'info', component: null, text: readable(line).slice(0, TEXT_CHARS) },
  ...{ requestId: null, workflowId: null, promptId: null, more: {} },
});
