/** What makes two reports the same error. */
import { createHash } from 'node:crypto';

export interface Reported {
  readonly message: string;
  readonly source: string | null;
  readonly stack: string | null;
}

/**
 * Reports with the same source, the same message but for numbers, ids, addresses and quoted values, and the same
 * innermost line of the stack but for its position have the same fingerprint.
 */
export function fingerprint({ message, source, stack }: Reported): string {
  const parts = [source ?? '', withoutValues(message), withoutValues(innermost(stack))];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

/** As long as the message of a report may be; what anybody sends has to be looked through at once. */
const LOOKED_AT_CHARS = 2_000;

/** What it is about, whatever it names. */
export function withoutValues(text: string): string {
  return (
    text
      .slice(0, LOOKED_AT_CHARS)
      .replace(/\b(?:https?|file):\/\/\S+/g, '<url>')
      // Each character is taken in one way only: with two of them, a row of backslashes would be tried in all ways there are.
      .replace(/(?<!\w)(["'`])(?:\\.|(?!\1(?!\w)|\\).)*\\?\1(?!\w)/g, '<text>')
      .replace(/\b(?=\w*\d)[0-9a-f]{8,}(?:-[0-9a-f]{4,})*\b/gi, '<id>')
      .replace(/\d+(?:\.\d+)?/g, '<n>')
      .replace(/\s+/g, ' ')
      .trim()
  );
}

/** The first line that names a place: `at f (file:1:2)` of V8, `f@file:1:2` of others, `File "x", line 1` of Python. */
function innermost(stack: string | null): string {
  const lines = (stack ?? '').split('\n').map((line) => line.trim());
  return lines.find((line) => /^at |@|^File "/.test(line)) ?? '';
}
