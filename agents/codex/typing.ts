/**
 * How a text gets into Codex's composer so that the model gets just that text (measured with 0.169.0, seen with 0.171.0). Codex trims blanks at
 * both ends, so a blank keeps `/` and `!` in front from being commands, and a last `@word` or `$word` from being completed.
 */
import type { TypingStep } from '../types';

/** A longer paste is shown as a marker; a blank pasted with it would not stand in front of it. */
const MAX_SHOWN_CHARS = 1_000;

export function typingForCodex(text: string): readonly TypingStep[] | undefined {
  const collapsed = text.length > MAX_SHOWN_CHARS;
  const wanted = /(?:^|\s)[@$]\S*$|\\$/.test(text) && !collapsed ? `${text} ` : text;
  if (!/^[/!]/.test(text)) return wanted === text ? undefined : [{ paste: wanted, shows: text }];
  if (!collapsed) return [{ paste: ` ${wanted}`, shows: text }];
  return [
    { paste: ' ', shows: '' },
    { paste: text, shows: text },
  ];
}
