/** The lines of a change, and how they are read out of a unified diff. Pure. */

export interface DiffLine {
  /** `gap`: what lies between two places that changed; its text says where the next one is. */
  readonly kind: 'added' | 'removed' | 'same' | 'gap';
  /** Of the line, in the file as it is after the change, or was before for one that is removed. */
  readonly number: string;
  readonly text: string;
}

const HUNK = /^@@ -(\d+)(?:,\d+)? \+(\d+)(?:,\d+)? @@ ?(.*)$/;

/** `diff`: as git writes it, from its first `@@`. */
export function diffLines(diff: string): DiffLine[] {
  let before = 0;
  let after = 0;
  let isFirst = true;
  return diff.split('\n').flatMap((line): DiffLine[] => {
    const [, old, now, where] = HUNK.exec(line) ?? [];
    if (old !== undefined) {
      [before, after] = [Number(old), Number(now)];
      const isTop = isFirst && !where;
      isFirst = false;
      return isTop ? [] : [{ kind: 'gap', number: '', text: where ?? '' }];
    }
    const text = line.slice(1);
    switch (line.charAt(0)) {
      case '+':
        return [{ kind: 'added', number: String(after++), text }];
      case '-':
        return [{ kind: 'removed', number: String(before++), text }];
      case '\\':
        return [{ kind: 'gap', number: '', text: text.trim() }];
      default:
        before += 1;
        return [{ kind: 'same', number: String(after++), text }];
    }
  });
}
