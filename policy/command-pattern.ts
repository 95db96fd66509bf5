/** Patterns for commands: a glob over the normal form, or `re:` and a regular expression. */
import { RE2JS } from 're2js';

export type TextMatcher = (text: string) => boolean;

const MAX_ALTERNATIVES = 200;

/**
 * `*` is any text, `{a,b}` one of these, a backslash makes the next sign plain; all of the command has to fit.
 * A blank and a star at the end may be missing: `git status *` fits `git status` and `git status -s`, not `git statusx`.
 * Throws an Error with a message for the person who wrote the pattern.
 */
export function commandMatcher(pattern: string): TextMatcher {
  if (pattern.startsWith('re:')) return expressionMatcher(pattern.slice(3));
  const alternatives = expandBraces(pattern).flatMap((each) =>
    each.endsWith(' *') ? [each, each.slice(0, -2)] : [each],
  );
  const matchers = alternatives.map(globMatcher);
  return (text) => matchers.some((matches) => matches(text));
}

/** RE2 takes time in proportion to the text, whatever the expression; JavaScript's own may take forever. */
function expressionMatcher(source: string): TextMatcher {
  try {
    const expression = RE2JS.compile(source);
    return (text) => expression.matches(text);
  } catch (error) {
    throw new Error(
      `"${source}" is not a regular expression that RE2 takes (no look-around, no back-references): ${String(error)}`,
      { cause: error },
    );
  }
}

function expandBraces(pattern: string): string[] {
  const found = /^((?:\\[^]|[^\\{])*)\{((?:\\[^]|[^\\{}])*,(?:\\[^]|[^\\{}])*)\}([^]*)$/.exec(pattern);
  if (!found) return [pattern];
  const [, before = '', inside = '', after = ''] = found;
  const tails = expandBraces(after);
  const heads = inside.split(/(?<!\\),/);
  if (heads.length * tails.length > MAX_ALTERNATIVES) {
    throw new Error(`the braces stand for more than ${MAX_ALTERNATIVES} patterns: write several rules`);
  }
  return heads.flatMap((head) => tails.map((tail) => before + head + tail));
}

function globMatcher(pattern: string): TextMatcher {
  const pieces = pattern.match(/\\[^]|[^\\*]|\*|\\$/g) ?? [];
  const texts = [''];
  for (const piece of pieces) {
    if (piece === '*') texts.push('');
    else texts.push((texts.pop() ?? '') + (piece.length > 1 ? piece.slice(1) : piece));
  }
  const [head = '', ...others] = texts;
  const tail = others.pop();
  if (tail === undefined) return (text) => text === head;
  return (text) => {
    if (!text.startsWith(head)) return false;
    let from = head.length;
    for (const middle of others) {
      const at = text.indexOf(middle, from);
      if (at < 0) return false;
      from = at + middle.length;
    }
    return text.length - from >= tail.length && text.endsWith(tail);
  };
}
