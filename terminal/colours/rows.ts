/** Rows of a screen with their colours, and with nothing else that a terminal would act on. */
import { withoutControl } from '../../workflows/contracts/control-characters';
import { attributesAfter, type Attributes } from './attributes';
import { MAX_ROW_CHARS, TILE_ROWS } from '../../workflows/contracts/tiles';

const ESC = '\x1b';
/** Colours and attributes; operating system commands, such as links, with their ends; any other sequence. */
const SEQUENCE =
  // oxlint-disable-next-line no-control-regex
  /\x1b\[([\d;:]*)m|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b\[[^@-~]*[@-~]|\x1b[^[\]]|[\x0e\x0f]/g;
/** Characters of lines and corners, which tmux writes between SO and SI. */
const LINES: Readonly<Record<string, string>> = {
  ...{ j: '┘', k: '┐', l: '┌', m: '└', n: '┼', q: '─', t: '├', u: '┤', v: '┴', w: '┬', x: '│', a: '▒' },
};

interface CleanRow {
  readonly text: string;
  readonly isBlank: boolean;
}

/** The last rows in which something stands. */
export function tileRows(screen: readonly string[]): string[] {
  const rows = cleanRows(screen);
  const last = rows.findLastIndex(({ isBlank }) => !isBlank);
  return rows.slice(Math.max(0, last + 1 - TILE_ROWS), last + 1).map(({ text }) => text);
}

/**
 * Rows that each begin with no colour on.
 * @param screen all rows, as `capture-pane -e` prints them: colours go on from one row to the next
 */
export function cleanRows(screen: readonly string[]): CleanRow[] {
  let on: Attributes = new Map();
  let drawsLines = false;
  return screen.map((row) => {
    let text = [...on.values()].map((codes) => `${ESC}[${codes}m`).join('');
    let end = 0;
    const add = (piece: string): void => void (text += drawsLines ? linesOf(piece) : piece);
    for (const match of row.matchAll(SEQUENCE)) {
      add(row.slice(end, match.index));
      end = match.index + match[0].length;
      if (match[0] === '\x0e' || match[0] === '\x0f') drawsLines = match[0] === '\x0e';
      const numbers = match[1];
      const known = numbers === undefined ? undefined : simple(numbers);
      // Without numbers it would end all that is on.
      if (numbers === undefined || (known === '' && numbers !== '')) continue;
      text += `${ESC}[${known}m`;
      on = attributesAfter(on, known ?? '');
    }
    add(row.slice(end));
    return { text: cut(clean(text)), isBlank: row.replace(SEQUENCE, '').trim() === '' };
  });
}

/** `4:3` is an underline of some kind, `58;...` its colour, by itself, and `5:3` a line above: nothing here shows those. */
const simple = (numbers: string): string =>
  (/^58[;:]/.test(numbers) ? '' : numbers)
    .split(';')
    .flatMap((number) => (number.includes(':') ? (number.startsWith('4:') ? ['4'] : []) : [number]))
    .join(';');

const linesOf = (text: string): string => text.replace(/[a-x]/g, (letter) => LINES[letter] ?? letter);

/** What is left of control characters, the beginnings of sequences among them, is no text. */
function clean(text: string): string {
  const kept = text.split(/(\x1b\[[\d;]*m)/); // oxlint-disable-line no-control-regex
  return kept.map((piece, index) => (index % 2 === 1 ? piece : withoutControl(piece))).join('');
}

/** Not within a sequence. */
const cut = (text: string): string =>
  text.length <= MAX_ROW_CHARS ? text : text.slice(0, MAX_ROW_CHARS).replace(/\x1b(?:\[[\d;]*)?$/, ''); // oxlint-disable-line no-control-regex
