/** What a program is told, and where its effects are noted. */
import type { Findings } from '../findings';
import type { Doubt, FileUse } from '../parts';
import type { Places } from '../paths';
import type { FixedReason } from '../reasons';
import { mayBeSecret, type FoundNames } from '../shell/found-names';
import { mayBeOption, shown, type Value } from '../shell/value';

/** One simple command with its words expanded as far as they are known. */
export interface Call {
  readonly name: string;
  readonly args: readonly Value[];
  /** Directories it may run in. */
  readonly dirs: readonly string[];
  readonly places: Places;
  /** Something is fed to its standard input: a pipe, a here-document, a file. */
  readonly fed: boolean;
  /** What is fed are names of files below these directories. */
  readonly names: FoundNames | undefined;
  /** Only lines that fit a harmless pattern of what it prints are seen. */
  readonly filtered?: boolean;
  readonly findings: Findings;
  /** Judges a command that this one runs. */
  readonly run: (words: readonly Value[], changes?: Partial<Call>) => void;
  /** Judges a script that this one runs. */
  readonly script: (text: string, changes?: Partial<Call>) => void;
}

/** Notes the effects of a call. */
export type Program = (call: Call) => void;

/**
 * How arguments that are known only when the command runs are taken.
 * `printable`: any are harmless, as long as no secret is printed. `plain`: none is understood.
 * `checked`: the program's own description has looked at them.
 */
export type Strictness = 'printable' | 'plain' | 'checked';

export interface NoteOptions {
  readonly args?: readonly Value[];
  readonly doubt?: Doubt | undefined;
}

/** Notes the command itself, for rules to judge. */
export function note(
  call: Call,
  strictness: Strictness,
  { args = call.args, doubt }: NoteOptions = {},
): void {
  const unclear = args.find((value) => {
    if (strictness === 'checked') return false;
    if (value.certainty === 'unknown') return true;
    return strictness === 'plain' && (value.certainty === 'printed' || isOptionByChance(call, value));
  });
  const text = [call.name, ...args.map(shown)].join(' ');
  call.findings.add({ kind: 'command', text, unclear: unclear?.source, doubt });
}

export const doubtful = (reason: FixedReason, value: Value | string): Doubt => ({
  reason,
  evidence: typeof value === 'string' ? value : value.source,
});

/** Could this word be taken for an option? A pattern that begins with a star: only where a name there begins with a dash. */
export function optionLike(call: Call, value: Value): boolean {
  if (!mayBeOption(value)) return false;
  if (value.certainty !== 'glob' || value.many || value.text.startsWith('-')) return true;
  return !call.findings.withoutDashes(call.dirs);
}

export const isOptionByChance = (call: Call, value: Value) =>
  value.certainty !== 'literal' && optionLike(call, value);

/** Of a file with secrets they show no more than a line that was looked for, a number, or whether it is like another. */
const SHOWS_LITTLE = new Set(
  'grep egrep fgrep rg wc md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum md5 shasum cksum sum cmp ls stat du file'.split(
    ' ',
  ),
);

export function file(call: Call, use: FileUse, value: Value): void {
  if (value.many && use === 'Bash' && !SHOWS_LITTLE.has(call.name)) {
    const only = value.only ?? [];
    if (!call.findings.afford(only.length) || mayBeSecret(only))
      call.findings.fixed('unknown-value', value.source);
  }
  call.findings.file(use, value, call.dirs, call);
}

export function files(call: Call, use: FileUse, values: readonly Value[]): void {
  for (const value of values) file(call, use, value);
}
