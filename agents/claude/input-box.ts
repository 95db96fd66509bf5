/** Claude Code's input box: `❯ ` between two rules at the bottom of the screen, with a footer below. */
import type { Frame } from '../types';
import { columnsOf, isBlank, rowAt } from '../screen/lines';

export interface ClaudeBox {
  /** Rows of the upper and the lower rule. */
  readonly top: number;
  readonly bottom: number;
  /** `❯`; another sign (`!`) is another mode of the box. */
  readonly sign: string;
  /** What is typed, continuation rows on lines of their own. Placeholders are not text. */
  readonly text: string;
  readonly placeholder: string | undefined;
  readonly cursorInside: boolean;
  readonly footer: readonly string[];
}

/** Grey suggestions that are no text. The real cursor stands in front of them; behind a typed text it would not. */
const PLACEHOLDERS =
  /^(Press up to edit queued messages|Once fixed, resend your message|Resend your message to try again|Try ".*)$/;
export const QUEUED_PLACEHOLDER = 'Press up to edit queued messages';

/** A rule as wide as the screen, from column 0. The upper one may carry a label. */
export function isRule(row: string, width: number, mayHaveLabel = false): boolean {
  if (!row.startsWith('────────')) return false;
  if (!/^─+$/.test(row) && !(mayHaveLabel && row.endsWith('─'))) return false;
  return columnsOf(row) >= width - 1;
}

/** The box, if the last rule of the screen closes one; undefined for dialogs, panels, viewers and half-drawn screens. */
export function findBox(frame: Frame): ClaudeBox | undefined {
  const { lines, width } = frame;
  let bottom = lines.length - 1;
  while (bottom > 0 && !isRule(rowAt(lines, bottom), width)) bottom -= 1;
  let top = bottom - 1;
  while (top >= 0 && !isRule(rowAt(lines, top), width, true)) top -= 1;
  if (top < 0 || bottom - top < 2) return undefined;

  const rows = lines.slice(top + 1, bottom);
  const [first = '', ...rest] = rows;
  const match = /^(\S)(?:[ \u00a0](.*))?$/su.exec(first);
  if (!match || rest.some((row) => !isBlank(row) && !row.startsWith('  '))) return undefined;
  const footer = lines.slice(bottom + 1);
  if (footer.some((row) => row.trimStart().startsWith('❯'))) return undefined;

  const typed = [match[2] ?? '', ...rest.map((row) => row.slice(2))]
    .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
    .join('\n')
    .trimEnd();
  const atStart = frame.cursorY === top + 1 && frame.cursorX === 2;
  const placeholder = atStart && PLACEHOLDERS.test(typed) ? typed : undefined;
  return {
    top,
    bottom,
    sign: match[1] ?? '',
    text: placeholder === undefined ? typed : '',
    placeholder,
    cursorInside: frame.cursorY > top && frame.cursorY < bottom,
    footer,
  };
}
