/** sed and awk: small languages that can write files and start programs. */
import { isLiteral, type Value } from '../shell/value';
import { parseOptions } from './options';
import { doubtful, files, note, type Program } from './types';

/** Brackets may not hold the sign that ends the pattern: some seds read it as plain text there, others don't. */
const bracket = (end: string) => String.raw`\[\^?(?:\[:\w+:\]|(?!${end})[^\]\[\\\n])+\]`;
const PATTERN = String.raw`(?:\\.|${bracket('/')}|[^\\/\[\n])*`;
const ADDRESS = String.raw`(?:\d+|\$|/${PATTERN}/I?)(?:~\d+)?`;
const REPLACE = String.raw`[sy]([/|#,:@%!])(?:\\.|${bracket(String.raw`\1`)}|(?!\1)[^\\\[\n])*\1(?:\\.|(?!\1)[^\\\n])*\1[gpiI0-9]*`;
const SED_COMMAND = new RegExp(
  String.raw`[\s;]*(?:${ADDRESS}(?:,(?:\+\d+|${ADDRESS}))?)?\s*!?\s*(?:${REPLACE}|[pdqQ=nNgGhHxDPl]\d*)\s*(?:$|[;\n])[\s;]*`,
  'y',
);

/** Only addresses, substitutions and commands that print or delete lines: nothing that writes (w) or runs (e). */
export function isHarmlessSed(script: string): boolean {
  SED_COMMAND.lastIndex = 0;
  while (SED_COMMAND.lastIndex < script.length) if (!SED_COMMAND.test(script)) return false;
  return true;
}

const sed: Program = (call) => {
  const options = parseOptions(separateInPlace(call.args), {
    flags: 'nErsuzi',
    values: 'e',
    long: 'quiet silent regexp-extended in-place separate null-data',
    longValues: 'expression',
  });
  const inPlace = options.has('i', 'in-place');
  // A suffix may name another directory.
  const [suffix] = options.valuesOf('in-place').filter((value) => /[/*]/.test(value.text));
  const problem = options.problem ?? suffix;
  const scripts = options.valuesOf('e', 'expression');
  // macOS wants a suffix after -i, often an empty one.
  const operands = inPlace && options.operands[0]?.text === '' ? options.operands.slice(1) : options.operands;
  const [script] = scripts.length > 0 ? scripts : operands;
  const all = scripts.length > 0 ? scripts : script ? [script] : [];
  const code = all.find((value) => !isLiteral(value) || !isHarmlessSed(value.text));
  const doubt = problem ? doubtful('unknown-option', problem) : code && doubtful('runs-code', code);
  note(call, 'checked', { doubt });
  files(call, inPlace ? 'Write' : 'Bash', scripts.length > 0 ? operands : operands.slice(1));
};

/** `-i.bak` is -i with a suffix, not -i -. -b ...; a suffix with a slash stays as it is and isn't understood. */
function separateInPlace(args: readonly Value[]): Value[] {
  return args.map((value) =>
    isLiteral(value) && /^-i[.~\w]+$/.test(value.text) ? { ...value, text: '-i' } : value,
  );
}

/** Outside of braces, and without text or patterns that could hold some, `>` compares. */
function isHarmlessAwk(program: string): boolean {
  const compared = /["/]/.test(program)
    ? program
    : program.replaceAll(/(^|\})[^{}]*/g, (part) => part.replaceAll('>', ' '));
  return !/system|getline|ENVIRON|PROCINFO|ARGV|SYMTAB|FUNCTAB|close|@|[|>]/.test(
    compared.replaceAll('||', ' ').replaceAll('>=', ' '),
  );
}

const awk: Program = (call) => {
  const options = parseOptions(call.args, { values: 'Fv', stopAtOperand: true });
  const [program, ...operands] = options.operands;
  const harmless = isLiteral(program) && isHarmlessAwk(program.text);
  const doubt = options.problem
    ? doubtful('unknown-option', options.problem)
    : !harmless
      ? doubtful('runs-code', program ?? 'awk')
      : undefined;
  note(call, 'printable', { doubt });
  files(call, 'Bash', operands);
};

export const TEXT: Readonly<Record<string, Program>> = {
  sed,
  gsed: sed,
  awk,
  gawk: awk,
  mawk: awk,
  nawk: awk,
};
