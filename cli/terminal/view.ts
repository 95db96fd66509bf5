/** The lines of `architect terminal`. Pure. */
import type { Confirmation, Session } from '../../api/document/api-types';
import type { Colour, Paint } from '../output';
import { dialogOf, selectedSession, type State } from './state';
import { cells } from './text';

export interface Size {
  readonly rows: number;
  readonly columns: number;
}
const SMALLEST: Size = { rows: 24, columns: 80 };

/** Above the sessions. */
export const HEAD_ROWS = 1;
const FEWEST_SESSION_ROWS = 5;
const NAME_WIDTH = 24;
const STATE_WIDTH = 19;
const PROVIDER_WIDTH = 8;

const COLOURS: Partial<Record<Session['status'], Colour>> = {
  ...{ needs_confirmation: 'yellow', limited: 'yellow', exited: 'red', unknown: 'red' },
  ...{ busy: 'cyan', idle: 'green', waiting_input: 'green' },
};

const HELP = [
  'up, down, j, k, a click, the wheel   choose a session',
  's   write a prompt for it: Enter queues it, Escape gives it up',
  'a, d   approve or deny its dialog; you are asked once more',
  't   attach to its terminal with tmux; come back with the prefix key and d',
  'w, Enter   its screen in the whole room, and back',
  'q, Ctrl-C   leave; sessions and prompts go on',
];

/** The sessions on view, so that a click finds its own. */
export function visibleSessions(state: State, { rows }: Size): readonly Session[] {
  if (state.isWatching) return [];
  const room = Math.max(FEWEST_SESSION_ROWS, Math.floor(rows / 3));
  const at = Math.max(
    0,
    state.sessions.findIndex(({ name }) => name === state.selected),
  );
  const first = Math.max(0, Math.min(at - Math.floor(room / 2), state.sessions.length - room));
  return state.sessions.slice(first, first + room);
}

/** As many lines as there are rows, each as wide as the terminal. */
export function lines(state: State, size: Size, paint: Paint): string[] {
  const { rows, columns } = size;
  const line = (text: string, colour?: Colour): string => paint(colour, cells(text, columns));
  if (rows < SMALLEST.rows || columns < SMALLEST.columns)
    return filled([line(`This needs ${SMALLEST.columns} x ${SMALLEST.rows} cells.`)], rows, line);
  const head = [line(title(state), 'bold')];
  const list = visibleSessions(state, size).map((one) =>
    line(sessionRow(one, one.name === state.selected), COLOURS[one.status]),
  );
  const foot = footOf(state).map(([text, colour]) => line(text, colour));
  const above = [...head, ...list, line(rule(state, columns), 'gray')];
  const room = rows - above.length - foot.length;
  const middle = state.mode.kind === 'help' ? HELP : screenRows(state.screen, room);
  return [
    ...above,
    ...filled(
      middle.slice(0, room).map((text) => line(text)),
      room,
      line,
    ),
    ...foot,
  ];
}

const filled = (some: readonly string[], rows: number, line: (text: string) => string): string[] =>
  Array.from({ length: rows }, (_, row) => some[row] ?? line(''));

function title({ sessions, dialogs }: State): string {
  const busy = sessions.filter(({ status }) => status === 'busy').length;
  const waits = dialogs.length === 1 ? '1 dialog waits' : `${dialogs.length} dialogs wait`;
  const all = sessions.length === 1 ? '1 session' : `${sessions.length} sessions`;
  return `architect   ${all}, ${busy} busy   ${dialogs.length > 0 ? waits : 'no dialog waits'}`;
}

function sessionRow({ name, status, provider, reason }: Session, isSelected: boolean): string {
  const cell = (text: string | null, width: number): string => `${cells(text ?? '-', width)} `;
  const label = status.replaceAll('_', ' ');
  return `${isSelected ? '>' : ' '} ${cell(name, NAME_WIDTH)}${cell(label, STATE_WIDTH)}${cell(provider, PROVIDER_WIDTH)}${reason ?? ''}`;
}

function rule(state: State, columns: number): string {
  const session = selectedSession(state);
  const text = session ? ` ${session.name}: ${session.status.replaceAll('_', ' ')} ` : ' no sessions ';
  return `──${text}${'─'.repeat(columns)}`;
}

/** The end of a screen: what an agent does is at its bottom. */
const screenRows = (screen: string, room: number): string[] => screen.trimEnd().split('\n').slice(-room);

const about = ({ id, dialog, command, tool }: Confirmation): string =>
  `dialog ${id} (${tool ?? dialog.title}): ${command ?? dialog.body}`;

function footOf(state: State): readonly (readonly [string, Colour?])[] {
  const { mode, message } = state;
  if (mode.kind === 'prompt')
    return [
      [`Prompt for ${mode.session}; Enter queues it, Escape gives it up`, 'bold'],
      [`> ${mode.draft}_`],
    ];
  if (mode.kind === 'decide')
    return [
      [about(mode.dialog), 'yellow'],
      [`${mode.decision === 'approve' ? 'Approve' : 'Deny'} it? y = yes, any other key = no`, 'bold'],
    ];
  const dialog = dialogOf(state);
  return [
    message === '' && dialog ? [`${about(dialog)}   a = approve, d = deny`, 'yellow'] : [message],
    ['j/k choose  s send  a approve  d deny  t attach  w watch  ? help  q quit', 'gray'],
  ];
}
