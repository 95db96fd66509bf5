/**
 * How a text gets into Claude Code's input box so that the model gets just that text (measured with 2.1.330). Pasting does,
 * but for: `!` in front, which turns the box into a shell; `/word` in front, which is a command or refused as an unknown
 * one; a backslash at the end, which makes Enter a line break. Blanks at the end are trimmed, blanks in front are kept.
 */
import type { TypingStep } from '../types';

/** A paste of more lines or characters is shown as a marker and sent as it is. */
const MAX_SHOWN_LINES = 3;
const MAX_SHOWN_CHARS = 800;
const COMMAND = /^\/(?:[\w:-]+(?:\s|$)|\s|$)/;

export function typingForClaude(text: string): readonly TypingStep[] | undefined {
  const wanted = /\\$/.test(text) ? `${text} ` : text;
  if (wanted.startsWith('!')) return shellSign(wanted);
  // The model gets the blank too; there is no way to it that a command doesn't take. Behind a marker it is no command.
  if (COMMAND.test(wanted) && !isCollapsed(wanted)) return [{ paste: ` ${wanted}`, shows: wanted }];
  return wanted === text ? undefined : [{ paste: wanted, shows: text }];
}

/**
 * The sign is a command only where it is typed first: something is put before it and taken away again. In the NORMAL mode of
 * `editorMode: vim`, which the screen doesn't tell, other keys do that.
 */
function shellSign(text: string): TypingStep[] {
  if (isCollapsed(text)) {
    return [
      { paste: 'x', shows: 'x' },
      { paste: text },
      { keys: ['Home', 'DC'], otherwise: ['0', 'x', 'A'], shows: text },
    ];
  }
  const rest = text.slice(1);
  const sign: TypingStep[] = [
    { paste: 'x!', shows: 'x!' },
    { keys: ['Home', 'DC', 'End'], otherwise: ['0', 'x', 'A'], shows: '!' },
  ];
  return rest === '' ? sign : [...sign, { paste: rest, shows: text }];
}

function isCollapsed(text: string): boolean {
  return text.length > MAX_SHOWN_CHARS || text.split('\n').length > MAX_SHOWN_LINES;
}
