/** Programs that create, copy, move and delete files. */
import { posix } from 'node:path';
import { resolveIn } from '../paths';
import { isLiteral, literal, type Value } from '../shell/value';
import { parseOptions, type Options, type OptionSpec } from './options';
import { doubtful, file, files, note, type Call, type Program } from './types';

/** Notes the command, and its effects where its options are understood. */
function writer(spec: OptionSpec, effects: (call: Call, options: Options) => void): Program {
  return (call) => {
    const options = parseOptions(call.args, spec);
    note(call, 'checked', { doubt: options.problem && doubtful('unknown-option', options.problem) });
    effects(call, options);
  };
}

const COMMON = 'verbose force interactive no-clobber update backup no-target-directory';

const rm = writer(
  {
    flags: 'rRfivdI',
    long: 'recursive force verbose dir interactive preserve-root no-preserve-root one-file-system',
  },
  (call, { operands, has }) => {
    files(call, has('r', 'R', 'recursive') ? 'DeleteTree' : 'Delete', operands);
  },
);

function sourcesAndTarget(options: Options) {
  const [into] = options.valuesOf('t', 'target-directory');
  return into
    ? { sources: options.operands, target: into }
    : { sources: options.operands.slice(0, -1), target: options.operands.at(-1) };
}

/** Sources, the place they go to, and the names they get there. */
function transfer(call: Call, options: Options, use: (source: Value) => void): void {
  const { sources, target } = sourcesAndTarget(options);
  sources.forEach(use);
  call.findings.moved();
  if (!target || sources.length === 0) return;
  file(call, 'Write', target);
  for (const source of sources) {
    if (isLiteral(source) && isLiteral(target)) {
      file(call, 'Write', literal(`${target.text}/${posix.basename(source.text)}`));
    }
  }
}

/** What is copied or moved as it is may hold links, and relative ones lead elsewhere from another place. */
function carriesLinks(call: Call, options: Options): void {
  const { sources, target } = sourcesAndTarget(options);
  for (const source of sources) {
    if (!isLiteral(source) || !isLiteral(target)) continue;
    for (const dir of call.dirs) call.findings.carried(dir, source.text, target.text, call);
  }
}

const cp = writer(
  {
    flags: 'aRrpfinuvLPHdxT',
    values: 't',
    long: `${COMMON} archive recursive preserve dereference no-dereference parents one-file-system reflink`,
    longValues: 'target-directory',
  },
  (call, options) => {
    const deep = options.has('a', 'R', 'r', 'archive', 'recursive');
    transfer(call, options, (source) => file(call, deep ? 'ReadTree' : 'Bash', source));
    if (deep || options.has('d', 'P', 'no-dereference')) carriesLinks(call, options);
  },
);

const mv = writer(
  { flags: 'finuvT', values: 't', long: COMMON, longValues: 'target-directory' },
  (call, options) => {
    // All that lies in it goes along.
    transfer(call, options, (source) => {
      file(call, 'Write', source);
      file(call, 'ReadTree', source);
    });
    carriesLinks(call, options);
  },
);

/** What a link points to can be written through it, so it counts as written. */
const ln = writer(
  { flags: 'sfnvrTi', long: `${COMMON} symbolic relative no-dereference` },
  (call, options) => {
    const [target, name = literal('.')] = options.operands;
    if (!target || options.operands.length > 2 || !isLiteral(target) || !isLiteral(name)) {
      call.findings.fixed('unknown-value', call.args.map((value) => value.source).join(' '));
      return;
    }
    files(call, 'Write', [target, name]);
    const names = [name.text, `${name.text}/${posix.basename(target.text)}`];
    const links = names.flatMap((each) => call.dirs.map((dir) => resolveIn(dir, each)));
    if (options.has('s', 'symbolic')) call.findings.linked(links, call, true);
    if (posix.isAbsolute(target.text)) return;
    // A relative target starts from where the link is; the link may be put into `name` if that is a directory.
    for (const place of [posix.dirname(name.text), name.text]) {
      file(call, 'Write', literal(`${place}/${target.text}`));
    }
  },
);

const dd: Program = (call) => {
  note(call, 'plain');
  for (const value of call.args) {
    if (!isLiteral(value)) continue;
    const [key, path] = [value.text.slice(0, 3), value.text.slice(3)];
    if (key === 'of=') file(call, 'Write', literal(path));
    if (key === 'if=') file(call, 'Bash', literal(path));
  }
};

/** For all to write, or with another's rights, is more than making a script run. */
const MODE =
  /^(?:[ugoa]*\+[rxX]+|u\+[rwxX]+|[ugo]+-[rwx]+|0?(?:644|664|755|775|700|750|600|640|400|444|555))$/;
const chmod: Program = (call) => {
  const { operands, problem } = parseOptions(call.args, {
    flags: 'vcf',
    long: 'verbose changes silent quiet',
  });
  const [mode, ...names] = operands;
  const wrong = problem ?? (isLiteral(mode) && MODE.test(mode.text) ? undefined : mode);
  note(call, 'checked', { doubt: wrong && doubtful('unknown-option', wrong) });
  files(call, 'Write', names);
};

export const WRITERS: Readonly<Record<string, Program>> = {
  chmod,
  rm,
  cp,
  mv,
  ln,
  dd,
  unlink: writer({}, (call, { operands }) => files(call, 'Delete', operands)),
  rmdir: writer({ flags: 'pv', long: 'parents verbose' }, (call, { operands }) =>
    files(call, 'Delete', operands),
  ),
  mkdir: writer(
    { flags: 'pv', values: 'm', long: 'parents verbose', longValues: 'mode' },
    (call, { operands }) => files(call, 'Write', operands),
  ),
  tee: writer({ flags: 'aip', long: 'append ignore-interrupts' }, (call, { operands }) =>
    files(call, 'Write', operands),
  ),
  touch: writer(
    { flags: 'acmh', values: 'dtr', long: 'no-create no-dereference', longValues: 'date reference time' },
    (call, options) => {
      files(call, 'Bash', options.valuesOf('r', 'reference'));
      files(call, 'Write', options.operands);
    },
  ),
};
