/** Options of a command line, for programs whose options are all listed; any other is not understood. */
import { isLiteral, literal, mayBeOption, type Value } from '../shell/value';

export interface OptionSpec {
  /** Letters of options without a value. */
  readonly flags?: string;
  /** Letters of options with a value: `-o file` or `-ofile`. */
  readonly values?: string;
  /** Long options without a value, or with one after `=`, separated by blanks. */
  readonly long?: string;
  /** Long options with a value: `--output file` or `--output=file`. */
  readonly longValues?: string;
  /** What follows the first operand belongs to it: `timeout 5 npm test -v`. */
  readonly stopAtOperand?: boolean;
}

export interface Options {
  /** By name without dashes, in order. */
  readonly given: readonly { readonly name: string; readonly value?: Value }[];
  readonly operands: readonly Value[];
  /** There was a `--`. */
  readonly separated: boolean;
  /** The first word that isn't understood. */
  readonly problem: Value | undefined;
  readonly has: (...names: readonly string[]) => boolean;
  readonly valuesOf: (...names: readonly string[]) => readonly Value[];
}

export function parseOptions(args: readonly Value[], spec: OptionSpec): Options {
  const given: { name: string; value?: Value }[] = [];
  const operands: Value[] = [];
  let problem: Value | undefined;
  let separated = false;
  const rest = [...args];
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (isLiteral(arg) && arg.text === '--') {
      separated = true;
      operands.push(...rest);
      break;
    }
    if (!mayBeOption(arg) || arg.text === '-') {
      operands.push(arg);
      if (!spec.stopAtOperand) continue;
      operands.push(...rest);
      break;
    }
    const read = isLiteral(arg) ? readOption(arg.text, spec, rest) : undefined;
    if (read) given.push(...read);
    else problem ??= arg;
    // What only may be an option may be an operand too.
    if (!isLiteral(arg)) operands.push(arg);
  }
  return {
    given,
    operands,
    separated,
    problem,
    has: (...names) => given.some((option) => names.includes(option.name)),
    valuesOf: (...names) =>
      given.flatMap(({ name, value }) => (value && names.includes(name) ? [value] : [])),
  };
}

function readOption(
  text: string,
  spec: OptionSpec,
  rest: Value[],
): { name: string; value?: Value }[] | undefined {
  const long = /^--([^=]+)(?:=([^]*))?$/.exec(text);
  if (long) {
    const [, name = '', value] = long;
    const named = (list: string | undefined) => (list ?? '').split(' ').includes(name);
    if (value !== undefined) {
      return named(spec.long) || named(spec.longValues) ? [{ name, value: literal(value) }] : undefined;
    }
    if (named(spec.long)) return [{ name }];
    const next = named(spec.longValues) ? rest.shift() : undefined;
    return next && [{ name, value: next }];
  }
  const found: { name: string; value?: Value }[] = [];
  for (let at = 1; at < text.length; at += 1) {
    const letter = text.charAt(at);
    if (spec.flags?.includes(letter)) found.push({ name: letter });
    else if (spec.values?.includes(letter)) {
      const value = at + 1 < text.length ? literal(text.slice(at + 1)) : rest.shift();
      return value && [...found, { name: letter, value }];
    } else return undefined;
  }
  return found;
}
