/** Words of a command line, as far as they are known before it runs. */
import type { Word, WordPart } from 'unbash';
import { isNumeric } from './arithmetic';
import type { WordScope } from './scope';
import { variable } from './variables';
import { isLiteral, join, literal, printed, unknown, type Value } from './value';

/** More is not what a person types. */
const MAX_BRACE_ITEMS = 100;

/** One word may become several: `{a,b}`. */
export function valuesOf(word: Word, scope: WordScope): Value[] {
  const parts = word.parts ?? [];
  const at = parts.findIndex((part) => part.type === 'BraceExpansion');
  const brace = parts[at];
  if (brace === undefined) return [valueOf(word, scope)];
  const items = /^\{([\w.@+-]*(?:,[\w.@+-]*)+)\}$/.exec(brace.text)?.[1]?.split(',');
  if (
    !items ||
    items.length > MAX_BRACE_ITEMS ||
    items.includes('..') ||
    parts.some((part, index) => index > at && part.type === brace.type)
  )
    return [valueOf(word, scope)];
  const before = parts.slice(0, at).map((part, index) => partValue(part, scope, false, index === 0));
  const after = parts.slice(at + 1).map((part) => partValue(part, scope, false));
  return items.map((item) => join([...before, literal(item), ...after], word.text));
}

/** Where one word is wanted; a word that may become several is unknown. */
export function valueOf(word: Word, scope: WordScope): Value {
  const parts = word.parts;
  if (parts === undefined) return { ...plain(word.text, word.value, true, scope), source: word.text };
  const values = parts.map((part, index) => {
    const value = partValue(part, scope, false, index === 0);
    // `~"/x"` isn't a home directory to the shell; which one is meant needn't be guessed.
    return index === 0 && part.type === 'Literal' && /^~[^/]*$/.test(part.text) ? unknown(part.text) : value;
  });
  return join(values, word.text);
}

/** Text in which only expansions matter, such as the body of a here-document. */
export function quotedValue(parts: readonly WordPart[], scope: WordScope, source: string): Value {
  return join(
    parts.map((part) => partValue(part, scope, true)),
    source,
  );
}

function partValue(part: WordPart, scope: WordScope, quoted: boolean, first = false): Value {
  switch (part.type) {
    case 'Literal':
      return plain(part.text, part.value, first && !quoted, scope);
    case 'SingleQuoted':
    case 'AnsiCQuoted':
      return literal(part.value);
    case 'DoubleQuoted':
    case 'LocaleString':
      return quotedValue(part.parts, scope, part.text);
    case 'Glob': {
      const inner = join(
        (part.parts ?? []).map((each) => partValue(each, scope, quoted)),
        part.text,
      );
      return isLiteral(inner) ? { ...literal(part.text), certainty: 'glob' } : unknown(part.text);
    }
    case 'SimpleExpansion':
      return variable(part.text.slice(1), part.text, quoted, scope);
    case 'ParameterExpansion': {
      const { index, operation } = part;
      const words = Object.values({ index, ...operation }).filter(isWord);
      const known = words.map((word) => valueOf(word, scope)).every(isLiteral);
      if (part.prefix === '#' && known) return printed(part.text, true);
      const plainUse = part.prefix === undefined && operation === undefined;
      if (!plainUse || !known || (index && part.parameter !== 'PIPESTATUS')) return unknown(part.text);
      return variable(part.parameter, part.text, quoted, scope);
    }
    case 'CommandExpansion': {
      if (!part.script) return unknown(part.text);
      const output = scope.onScript(part.script);
      return output !== undefined && quoted ? literal(output) : printed(part.text, quoted);
    }
    case 'ArithmeticExpansion':
      return isNumeric(part.expression, scope.onScript) ? printed(part.text, true) : unknown(part.text);
    case 'ProcessSubstitution':
      if (!part.script) return unknown(part.text);
      scope.onScript(part.script);
      return { ...literal('/dev/fd/63'), source: part.text };
    case 'ExtendedGlob':
    case 'BraceExpansion':
      for (const each of part.parts ?? []) partValue(each, scope, quoted);
      return unknown(part.text);
  }
}

function plain(text: string, value: string, atStart: boolean, { places }: WordScope): Value {
  // zsh expands `$=x`, `$~x`, `$^x` and `$+x`, which are plain text for bash.
  if (/(^|[^\\])\$[=~^+]/.test(text)) return unknown(text);
  // For zsh `=ls` is where ls lies.
  if (atStart && /^=\w/.test(text)) return unknown(text);
  if (!atStart || !text.startsWith('~')) return literal(value);
  if (text === '~' || text.startsWith('~/'))
    return { ...literal(places.home + value.slice(1)), source: text };
  return unknown(text);
}

function isWord(node: unknown): node is Word {
  return typeof node === 'object' && node !== null && 'type' in node && node.type === 'Word';
}
