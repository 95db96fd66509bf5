/** How the last turn ended, from the rows above Codex's composer. */
import { findComposer } from './codex-composer';
import { isBlank, rowAt } from './lines';
import type { Frame, ScreenEnding } from './types';

export function endingInCodex(frame: Frame): ScreenEnding | undefined {
  const end = findComposer(frame)?.top ?? frame.lines.length;
  for (let row = end - 1; row >= 0; row -= 1) {
    const text = rowAt(frame.lines, row);
    if (isBlank(text) || /^\s/.test(text)) continue;
    const notice = /^■ (.*)$/u.exec(text)?.[1];
    if (notice === undefined) return undefined;
    return { how: /^Conversation interrupted/.test(notice) ? 'interrupted' : 'failed', message: notice };
  }
  return undefined;
}
