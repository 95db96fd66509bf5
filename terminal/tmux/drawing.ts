/** Writes a screen as the bytes that draw it: rows, cursor and modes, for any terminal like xterm. */

/** What tmux tells of a pane's modes (FORMATS in tmux(1)); a flag is `1` where it is on. */
export const MODES = [
  'alternate_on',
  'alternate_saved_x',
  'alternate_saved_y',
  'cursor_x',
  'cursor_y',
  'cursor_flag',
  'insert_flag',
  'keypad_cursor_flag',
  'keypad_flag',
  'origin_flag',
  'wrap_flag',
  'mouse_standard_flag',
  'mouse_button_flag',
  'mouse_all_flag',
  'mouse_sgr_flag',
  'scroll_region_upper',
  'scroll_region_lower',
  'history_size',
] as const;
export type Modes = Readonly<Record<(typeof MODES)[number], string>>;

interface Screen {
  readonly cols: number;
  readonly rows: number;
  readonly modes: Modes;
  /** Rows with their colours, which go on from one row to the next. */
  readonly lines: readonly string[];
  /** The screen beneath, where the alternate one is shown. */
  readonly saved?: readonly string[] | undefined;
  /** The beginning of a control sequence that the program hasn't finished. */
  readonly pending: string;
  /** Oldest first. Unset: it is drawn over what is there. */
  readonly history?: readonly string[];
}

const ESC = '\x1b';
const CSI = `${ESC}[`;
const PLAIN = `${CSI}0m`;
/** tmux writes the characters of lines and corners between SO and SI. */
const LINES = `${ESC})0`;
const NO_LINES = `\x0f${ESC})B`;
/** Everything as after a start, the history too. */
const RESET = `${ESC}c`;
/** Modes as after a start, the main screen, all of it scrolls, nothing on it. */
const CLEAR = `${CSI}!p${CSI}?1049l${CSI}?1000;1002;1003;1006l${CSI}?6l${CSI}r${PLAIN}${CSI}H${CSI}2J`;

export function drawn(screen: Screen): string {
  const { rows, history, saved, pending, modes } = screen;
  const start = history ? RESET + scrolled(history, rows) : CLEAR;
  const beneath = saved ? rowsAt(saved, modes.alternate_saved_x, modes.alternate_saved_y) + PLAIN : '';
  // It keeps the cursor of the screen beneath, and clears its own.
  const alternate = saved ? `${beneath}${CSI}?1049h${CSI}H` : '';
  return start + LINES + alternate + settings(modes) + cursorLast(screen) + pending;
}

/** Each ends in the history, with an empty screen below them. */
const scrolled = (history: readonly string[], rows: number): string =>
  LINES + history.map((line) => `${line}\r\n`).join('') + PLAIN + '\n'.repeat(rows - 1);

const at = (x: number, y: number): string => `${CSI}${y + 1};${x + 1}H`;

function rowsAt(lines: readonly string[], x: string, y: string): string {
  return lines.map((line, index) => at(0, index) + line).join('') + at(Number(x), Number(y));
}

function cursorLast({ lines, cols, modes, rows }: Screen): string {
  const [x, y] = [Number(modes.cursor_x), Number(modes.cursor_y)];
  const text = lines.map((line, index) => at(0, index) + line).join('');
  const region = regionOf(modes, rows);
  const origin = modes.origin_flag === '1' ? Number(modes.scroll_region_upper) : 0;
  const end = `${PLAIN}${NO_LINES}${region}${flag('?6', modes.origin_flag)}${at(Math.min(x, cols - 1), y - origin)}`;
  return text + end + flag('4', modes.insert_flag);
}

function regionOf({ scroll_region_upper: upper, scroll_region_lower: lower }: Modes, rows: number): string {
  const [top, bottom] = [Number(upper), Number(lower)];
  return top === 0 && bottom === rows - 1 ? '' : `${CSI}${top + 1};${bottom + 1}r`;
}

const flag = (number: string, on: string): string => (on === '1' ? `${CSI}${number}h` : '');

function settings(modes: Modes): string {
  return [
    modes.cursor_flag === '1' ? '' : `${CSI}?25l`,
    modes.wrap_flag === '1' ? '' : `${CSI}?7l`,
    modes.keypad_flag === '1' ? `${ESC}=` : '',
    flag('?1', modes.keypad_cursor_flag),
    flag('?1000', modes.mouse_standard_flag),
    flag('?1002', modes.mouse_button_flag),
    flag('?1003', modes.mouse_all_flag),
    flag('?1006', modes.mouse_sgr_flag),
  ].join('');
}
