/** git: options before the subcommand, then each subcommand by what it may change. */
import { resolveIn, staysInside } from '../paths';
import { isLiteral, literal, type Value } from '../shell/value';
import { CHANGING } from './git-changing';
import { parseOptions } from './options';
import { filesIn } from './readers';
import { doubtful, file, note, type Call, type Program } from './types';

const READING = new Set(
  'status diff log show blame shortlog describe rev-parse rev-list ls-files ls-tree cat-file merge-base name-rev for-each-ref count-objects check-ignore check-attr grep whatchanged diff-tree diff-index diff-files show-ref show-branch cherry range-diff version verify-commit check-mailmap'.split(
    ' ',
  ),
);
/** Of reading subcommands; git takes every unambiguous beginning of a name. */
const REFUSED = ['output', 'ext-diff', 'open-files-in-pager', 'upload-pack', 'exec'];

const reading: Program = (call) => {
  const [sub, ...args] = call.args;
  const end = args.findIndex((value) => value.text === '--');
  const bad = args.slice(0, end < 0 ? undefined : end).find((value) => {
    const name = /^--([a-z-]+)/.exec(value.text)?.[1];
    const pager = sub?.text === 'grep' && /^-[A-Za-z]*O/.test(value.text);
    return (
      pager || (name !== undefined && REFUSED.some((refused) => refused.startsWith(name) || name === refused))
    );
  });
  note(call, 'plain', { doubt: bad && doubtful('unknown-option', bad) });
  // `HEAD:secrets/key.pem` is a file too, of another time.
  const named = filesIn(args.map((value) => ({ ...value, text: value.text.replace(/^[^:]*:/, '') })));
  // These two read what isn't in the repository too, and directories with all that lies in them.
  const anything = args.some(({ text }) => /^--(no-in|unt)/.test(text));
  const here = anything && sub?.text === 'grep' ? [literal('.')] : [];
  for (const value of [...named, ...here])
    file(call, anything && value.text !== '/dev/null' ? 'ReadTree' : 'Bash', value);
};

export const git: Program = (call) => {
  const args = [...call.args];
  let { dirs } = call;
  let problem: Value | undefined;
  while (args[0] !== undefined && args[0].text.startsWith('-')) {
    const option = args.shift();
    if (!isLiteral(option)) problem ??= option;
    else if (option.text === '-C') dirs = enter(call, dirs, args.shift());
    else if (
      /^(-c|--config-env|--git-dir|--work-tree|--exec-path|--namespace|--super-prefix)$/.test(option.text)
    ) {
      problem ??= option;
      args.shift();
    } else if (
      !/^(-P|--no-pager|--no-optional-locks|--literal-pathspecs|--no-replace-objects|--version)$/.test(
        option.text,
      )
    )
      problem ??= option;
  }
  const bare: Call = { ...call, args, dirs };
  const [sub, ...rest] = args;
  if (problem) {
    // Settings can name programs that git then runs.
    note(bare, 'plain', { doubt: doubtful('unknown-option', problem) });
    return;
  }
  if (!isLiteral(sub)) {
    note(call, 'plain');
    return;
  }
  if (READING.has(sub.text)) {
    reading(bare);
    return;
  }
  const change = CHANGING[sub.text];
  if (!change) {
    note(bare, 'plain');
    return;
  }
  const options = parseOptions(rest, change.options);
  const wrong = options.problem ?? change.unsafe?.(options);
  note(bare, change.text ? 'checked' : 'plain', { doubt: wrong && doubtful('unknown-option', wrong) });
  const words = [...options.operands, ...options.given.flatMap(({ value }) => value ?? [])];
  const unclear = change.text
    ? words.find((value) => value.certainty === 'unknown' || !value.whole)
    : undefined;
  if (unclear) call.findings.fixed('unknown-value', unclear.source);
  change.effects?.(bare, options);
  if (change.tree?.(options)) call.findings.tree(`git ${sub.text}`);
};

function enter(call: Call, dirs: readonly string[], target: Value | undefined): readonly string[] {
  if (!isLiteral(target)) {
    call.findings.fixed('leaves-directory', `git -C ${target?.source}`);
    return dirs;
  }
  const next = [...new Set(dirs.map((dir) => resolveIn(dir, target.text)))];
  if (!staysInside(dirs, target.text, call.places))
    call.findings.fixed('leaves-directory', `git -C ${target.text}`);
  return next;
}
