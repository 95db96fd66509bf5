/** Descriptions of programs: their options and operands, and what each means. What isn't described isn't understood. */
import { isLiteral, literal, type Value } from '../shell/value';
import { isOf } from './kinds';
import { doubtful, file, note, optionLike, type Call, type Program } from './types';

export interface Spec {
  /**
   * Separated by blanks: `-q`, `--quiet`, and with a value `-o:out`, `--out:out`; `?` behind: only as
   * `--out=x`, `~` behind: it may be missing.
   */
  readonly options?: string;
  /** Kinds of the operands in order; the last is for all further ones. Without it there may be none. */
  readonly operands?: string;
  /** With fewer operands the program does something else: asks for commands, for one. */
  readonly atLeast?: number;
  /** With fewer operands it reads all files of the working directory. */
  readonly elseHere?: number;
  /** Options have one dash, whatever their length: `-run x`, `-run=x`. */
  readonly oneDash?: boolean;
  /** Subcommands, by names separated by blanks; `''` is for none. */
  readonly subs?: Readonly<Record<string, Spec>>;
  /** What may stand behind `--`, where that isn't only more operands. */
  readonly after?: Spec;
  /** Judges the first operand and all behind it: the program they name is run. */
  readonly rest?: (call: Call, words: readonly Value[]) => Value | undefined;
}

interface Option {
  readonly kind: string | undefined;
  readonly attached: boolean;
  /** It may be missing. */
  readonly optional: boolean;
}

const read = new WeakMap<Spec, ReadonlyMap<string, Option>>();

function optionsOf(spec: Spec): ReadonlyMap<string, Option> {
  const before = read.get(spec);
  if (before) return before;
  const options = new Map(
    (spec.options ?? '').split(/\s+/).map((token): [string, Option] => {
      const [name = '', kind] = token.split(':');
      const attached = kind?.endsWith('?') === true;
      return [name, { kind: kind?.replace(/[?~]$/, ''), attached, optional: kind?.endsWith('~') === true }];
    }),
  );
  read.set(spec, options);
  return options;
}

/** Notes what the words do; the first of them that isn't understood, if there is one. */
export function vet(call: Call, words: readonly Value[], spec: Spec): Value | undefined {
  const rest = [...words];
  const operands: Value[] = [];
  let wrong: Value | undefined;
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    if (isLiteral(word) && word.text === '--') {
      if (spec.after) wrong ??= vet(call, rest, spec.after);
      else {
        // Behind it another program's options may stand, which aren't described here.
        wrong ??= rest.find((each) => optionLike(call, each));
        operands.push(...rest);
      }
      break;
    }
    if (optionLike(call, word) && word.text !== '-') {
      if (!isLiteral(word) || !option(call, word.text, rest, spec)) wrong ??= word;
      continue;
    }
    operands.push(word);
    if (!spec.subs && !spec.rest) continue;
    operands.push(...rest);
    break;
  }
  // Not before: what is seen is noted to the end, for the sake of what may never be done.
  const further = spec.subs
    ? subcommand(call, words, operands, spec.subs)
    : spec.rest
      ? spec.rest(call, operands)
      : wrongOperand(call, operands, spec.operands);
  if (operands.length < (spec.elseHere ?? 0)) file(call, 'ReadTree', literal('.'));
  const missing = operands.length < (spec.atLeast ?? 0) ? literal(call.name) : undefined;
  return wrong ?? further ?? missing;
}

function wrongOperand(call: Call, operands: readonly Value[], kinds = ''): Value | undefined {
  const list = kinds.split(' ');
  return operands.find((value, index) => {
    const kind = list[index] ?? list.at(-1) ?? '';
    return kind === '' || !isOf(call, kind, value);
  });
}

const ASKS_ABOUT = /^(--version|-v|-V|--help|-h|--info|--list|--list-sdks|--list-runtimes)$/;

/** The names of subcommands: `'*'` is any operand that is none of them, `''` none at all. */
function subcommand(
  call: Call,
  all: readonly Value[],
  operands: readonly Value[],
  subs: Readonly<Record<string, Spec>>,
): Value | undefined {
  const [name, ...words] = operands;
  if (name && !isLiteral(name)) return name;
  // `npm -v`: its options have been looked at.
  if (!name && all.length > 0 && all.every((value) => ASKS_ABOUT.test(value.text))) return undefined;
  const wanted = name?.text ?? '';
  const key = Object.keys(subs).find((names) => names === wanted || names.split(' ').includes(wanted));
  if (key !== undefined && key !== '*') return vet(call, words, subs[key] as Spec);
  return name && subs['*'] ? vet(call, operands, subs['*']) : (name ?? literal(call.name));
}

/** False where it isn't understood. */
function option(call: Call, text: string, rest: Value[], spec: Spec): boolean {
  const options = optionsOf(spec);
  const [, name = '', given] = /^([^=]+)(?:=([^]*))?$/.exec(text) ?? [];
  const long = text.startsWith('--') || spec.oneDash === true;
  const found =
    options.get(name) ?? (spec.oneDash === true ? options.get(name.replace(/^--/, '-')) : undefined);
  if (long || found) {
    if (!found) return false;
    if (given !== undefined) {
      return found.kind === undefined ? /^(true|false)$/.test(given) : isOf(call, found.kind, literal(given));
    }
    if (found.kind === undefined || found.attached) return true;
    return following(call, found, found.kind, rest);
  }
  for (let at = 1; at < text.length; at += 1) {
    const letter = options.get(`-${text.charAt(at)}`);
    if (!letter) return /\d/.test(text.charAt(at)) && options.has('-NUM') && /^\d+$/.test(text.slice(at));
    if (letter.kind === undefined) continue;
    const value = text.slice(at + 1).replace(/^=/, '');
    if (value !== '') return isOf(call, letter.kind, literal(value));
    return letter.attached || following(call, letter, letter.kind, rest);
  }
  return true;
}

/** The value is the next word. */
function following(call: Call, { optional }: Option, kind: string, rest: Value[]): boolean {
  if (optional && (rest[0] === undefined || rest[0].text.startsWith('-'))) return true;
  const next = rest.shift();
  return next !== undefined && isOf(call, kind, next);
}

/** A program whose every word has to be described; `looks`: it runs nothing of the project's own. */
export function described(spec: Spec, looks = false): Program {
  return (call) => {
    const wrong = vet(call, call.args, spec);
    if (!looks) call.findings.ranTool(call);
    note(call, 'plain', { doubt: wrong && doubtful('unknown-option', wrong) });
  };
}

/** A tool by its name, with its own options. */
export function toolIn(tools: Readonly<Record<string, Spec>>) {
  return (call: Call, words: readonly Value[]): Value | undefined => {
    const [name, ...args] = words;
    if (!isLiteral(name)) return name ?? literal(call.name);
    const spec = Object.hasOwn(tools, name.text) ? tools[name.text] : undefined;
    return spec ? vet(call, args, spec) : name;
  };
}

/** Known, and not harmless. */
export const REFUSED: Spec = { atLeast: Infinity };
