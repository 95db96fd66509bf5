/** How the last turn ended, from the rows above Codex's composer. */
import { findComposer } from './input-box';
import { isBlank, rowAt } from '../screen/lines';
import type { Frame, ScreenEnding } from '../types';

export function endingInCodex(frame: Frame): ScreenEnding | undefined {
  const end = findComposer(frame)?.top ?? frame.lines.length;
  // A long notice is wrapped to column 0.
  let rows: string[] = [];
  for (let row = end - 1; row >= 0; row -= 1) {
    const text = rowAt(frame.lines, row);
    if (isBlank(text)) {
      if (rows.length > 0) return undefined;
      continue;
    }
    if (rows.length === 0 && /^\s/.test(text)) continue;
    rows = [text, ...rows];
    const notice = /^■ (.*)$/u.exec(text)?.[1];
    if (notice === undefined) continue;
    const message = [notice, ...rows.slice(1)].join(' ');
    return { how: /^Conversation interrupted/.test(notice) ? 'interrupted' : 'failed', message };
  }
  return undefined;
}
