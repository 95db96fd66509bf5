/** Programs that only read files and print. */
import { isLiteral, literal, type Value } from '../shell/value';
import type { FileUse } from '../parts';
import { MAX_SEEN } from '../globs';
import { resolveIn } from '../paths';
import { parseOptions, type OptionSpec } from './options';
import { doubtful, file, files, note, type Call, type Program } from './types';

/** Every word that may be a file, options' values too: `--file=x`, `-f/x`. */
export function filesIn(args: readonly Value[]): Value[] {
  return args.flatMap((value) => {
    if (!isLiteral(value)) return [value];
    if (value.text === '-' || value.text === '') return [];
    if (!value.text.startsWith('-')) return [value];
    const path = /^--[^=]+=([^]+)$/.exec(value.text)?.[1] ?? /^-[^-](\/[^]*)$/.exec(value.text)?.[1];
    return path === undefined ? [] : [literal(path)];
  });
}

/** `refused`: options that do more than reading. */
export function reader(refused?: RegExp, use: FileUse = 'Bash'): Program {
  return (call) => {
    const bad =
      refused && call.args.find((value) => value.certainty !== 'literal' || refused.test(value.text));
    const wrong = bad && (bad.text.startsWith('-') || refused.test(bad.text));
    note(call, 'printable', wrong ? { doubt: doubtful('unknown-option', bad) } : {});
    files(call, use, filesIn(call.args));
  };
}

/** The first operand of a search is what is looked for, unless an option names that. */
function searched(args: readonly Value[]): readonly Value[] {
  const named = args.some(({ text }) => /^-\w*[ef]|^--(re|fi|pat|type-list)/.test(text));
  const at = args.findIndex((value) => isLiteral(value) && !value.text.startsWith('-'));
  const [pattern] = at < 0 ? [] : [args[at]];
  return named || !pattern || /[/~]/.test(pattern.text) ? args : args.toSpliced(at, 1);
}

const leadsOut = (call: Call, { text }: Value) =>
  call.dirs.some((dir) => call.findings.holdsLinks(resolveIn(dir, text), MAX_SEEN));

/** Options that tell the words apart; with others it isn't known which are places. */
const GREP: OptionSpec = {
  flags: 'abcEFGhHiIlLnNopPqrRsTUvVwxyzZ',
  values: 'ABCDdefm',
  long: 'recursive dereference-recursive ignore-case line-number count only-matching files-with-matches files-without-match invert-match word-regexp line-regexp extended-regexp fixed-strings perl-regexp no-filename with-filename quiet silent no-messages text null color colour version help',
  longValues:
    'include exclude exclude-dir exclude-from max-count context after-context before-context regexp file binary-files directories devices label',
};
const RG: OptionSpec = {
  flags: 'acFhHiIlLnNopPqsSUuvVwxz0.',
  values: 'ABCEefgjmMrtT',
  long: 'ignore-case smart-case case-sensitive line-number no-line-number count count-matches files-with-matches files-without-match files only-matching fixed-strings pcre2 multiline hidden no-ignore invert-match word-regexp no-heading heading no-filename with-filename vimgrep json stats quiet column trim sort-files null version help',
  longValues:
    'glob iglob type type-not max-count max-depth context after-context before-context regexp file color colors replace sort sortr threads max-columns encoding',
};

/** True where no place to search is named: it is the directory itself then. */
function searchesHere(args: readonly Value[], spec: OptionSpec): boolean {
  const { operands, has, problem } = parseOptions(args, spec);
  if (has('version', 'V', 'help')) return false;
  const named = has('e', 'f', 'regexp', 'file', 'files');
  return problem !== undefined || operands.length < (named ? 1 : 2);
}

const HERE = literal('.');

const grep: Program = (call) => {
  const deep = call.args.some((value) => /^-\w*[rRd]|^--(dereference-)?rec|^--deref|^--dir/.test(value.text));
  // -R goes where links lead.
  const follows = call.args.find(({ text }) => /^-\w*R|^--(dereference-recursive|deref)/.test(text));
  const roots = searched(call.args).filter(({ text }) => !text.startsWith('-'));
  const here = deep && (roots.length === 0 || searchesHere(call.args, GREP)) ? [HERE] : [];
  const linked = follows && [...roots, ...here].find((root) => leadsOut(call, root));
  note(call, 'printable', linked ? { doubt: doubtful('turned-link', linked) } : {});
  files(call, deep ? 'ReadTree' : 'Bash', [...filesIn(searched(call.args)), ...here]);
};

/** It reads what it is fed; but /dev/null, which `xargs` feeds, makes it search the directory all the same. */
const rg: Program = (call) => {
  const bad = call.args.find((value) =>
    /^--(pre|hostname-bin|config)|^-\w*[zL]|^--(search-zip|follow)/.test(value.text),
  );
  note(call, 'printable', bad ? { doubt: doubtful('unknown-option', bad) } : {});
  const here = searchesHere(call.args, RG) ? [HERE] : [];
  files(call, 'ReadTree', [...filesIn(searched(call.args)), ...here]);
};

/** With -r it prints what the files in two directories hold. */
const diff: Program = (call) => {
  const deep = call.args.some(({ text }) => /^-\w*r|^--rec/.test(text));
  reader(undefined, deep ? 'ReadTree' : 'Bash')(call);
};

const jq: Program = (call) => {
  const secret = call.args.find((value) =>
    /(^|[^.\w$])(env|include|import)\b|\$ENV|^(-\w*[fL]|--from-file|--library)/.test(value.text),
  );
  note(call, 'printable', secret ? { doubt: doubtful('prints-environment', secret) } : {});
  files(call, 'Bash', filesIn(call.args));
};

/** Reads its operands but the one at `written`, and what these options name is written. */
function withOutput(spec: OptionSpec, outputs: readonly string[], written = Infinity): Program {
  return (call: Call) => {
    const options = parseOptions(call.args, spec);
    const doubt = options.problem && doubtful('unknown-option', options.problem);
    note(call, 'printable', { doubt });
    files(call, 'Write', options.valuesOf(...outputs));
    options.operands.forEach((value, index) => file(call, index >= written ? 'Write' : 'Bash', value));
  };
}

const sort = withOutput(
  {
    flags: 'bdfgiMhnRrVcCmsuz',
    values: 'ktoTS',
    long: 'reverse numeric-sort unique ignore-case human-numeric-sort version-sort stable check general-numeric-sort month-sort random-sort zero-terminated ignore-leading-blanks dictionary-order',
    longValues: 'key field-separator output temporary-directory buffer-size parallel',
  },
  ['o', 'output', 'T', 'temporary-directory'],
);
const uniq = withOutput(
  { flags: 'cdDiuz', values: 'fsw', long: 'count repeated unique ignore-case', longValues: 'skip-fields' },
  [],
  1,
);
const xxd = withOutput({ flags: 'bEeiprua', values: 'cglnos' }, [], 1);

const PLAIN =
  'cat head tail wc nl tac rev paste comm cut fold expand unexpand column md5sum sha1sum sha224sum sha256sum sha384sum sha512sum b2sum md5 shasum cksum sum od hexdump strings cmp join tsort zcat gzcat zgrep';
/** Of files they see only names, sizes and times. */
const LISTING = 'ls stat readlink realpath df lsblk';

export const READERS: Readonly<Record<string, Program>> = {
  ...Object.fromEntries(PLAIN.split(' ').map((name) => [name, reader()])),
  ...Object.fromEntries(LISTING.split(' ').map((name) => [name, reader(undefined, 'List')])),
  du: reader(/^--files0-from/, 'List'),
  ...Object.fromEntries(['grep', 'egrep', 'fgrep'].map((name) => [name, grep])),
  rg,
  diff,
  fd: reader(/^-\w*[xX]|^--ex/, 'List'),
  tree: reader(/^-\w*[oR]|^--(output|fromfile|fromtab)/, 'List'),
  file: reader(/^-\w*[Cfm]|^--(comp|fil|mag)/, 'List'),
  base64: reader(/^-\w*o|^--output/),
  jq,
  sort,
  uniq,
  xxd,
};
