/** Shells and other programs that run program text. */
import { isLiteral, type Value } from '../shell/value';
import { isListening, writesTo } from './outside';
import { toolIn, vet, type Spec } from './spec';
import { DESCRIBED } from './tools';
import { PYTHON_MODULES, PYTHON_TOOLS, PIP } from './tools/python';
import { PHP_TOOLS } from './tools/others';
import { doubtful, file, note, type Call, type Program } from './types';

/** `sh -c 'text'` is the command lines in its text. */
const shell: Program = (call) => {
  const at = call.args.findIndex((value) => /^-[a-zA-Z]*c[a-zA-Z]*$/.test(value.text));
  const text = call.args[at + 1];
  const before = call.args.slice(0, at + 1);
  const harmless = /^(-[celuxv]+|-o|pipefail|--login|--norc|--noprofile)$/;
  if (at < 0) {
    pipedInto(call);
    // Without -n it would run the file.
    const wrong = vet(call, call.args, { options: '-n --version', operands: 'in' });
    const checks = call.args[0]?.text === '-n' && call.args.length > 1;
    const version = call.args.length === 1 && call.args[0]?.text === '--version';
    const doubt = wrong ?? (checks || version ? undefined : (call.args[0] ?? call.name));
    runs(call, doubt);
    return;
  }
  if (!before.every((value) => isLiteral(value) && harmless.test(value.text))) {
    note(call, 'plain', { doubt: doubtful('unknown-option', call.name) });
  }
  if (isLiteral(text)) call.script(text.text, { fed: call.fed });
  else call.findings.fixed('runs-code', text?.source ?? call.name);
};

/** Expressions that only print what the interpreter knows of itself, or what it is fed. */
const PY_MODULE = '(?:sys|platform|json|math|os|ssl|sqlite3|sysconfig|site|datetime|time|re)';
const PY_NAME = String.raw`(?:sys|platform|math|ssl|sqlite3|sysconfig|site)(?:\.(?!modules\b)[a-zA-Z]\w*)+|os\.(?:name|sep)`;
const PY_CALL = String.raw`(?:platform\.\w+|os\.(?:getcwd|cpu_count)|time\.time|datetime\.\w+\.(?:now|today|utcnow)|sys\.get\w+|site\.getsitepackages|sys\.stdin\.read)\(\)`;
const PY_VALUE = String.raw`${PY_NAME}|${PY_CALL}|'[^'\\]*'|"[^"\\]*"|[-+*/%\d\s.()]+|json\.load\(sys\.stdin\)(?:\[['"]?[\w-]+['"]?\])*`;
const PYTHON_TEXT = new RegExp(
  String.raw`^(?:import ${PY_MODULE}(?:, ?${PY_MODULE})*; ?)?(?:print\(\s*(?:${PY_VALUE})\s*\);? ?)+$|^import ([a-z_]\w*); ?print\(\1\.__version__\)$`,
);
const NODE_VALUE = String.raw`process\.(?:version|versions(?:\.\w+)?|platform|arch|cwd\(\)|execPath|uptime\(\)|memoryUsage\(\))|require\(['"]\./package\.json['"]\)\.(?:version|name|scripts|main|engines|type)|[-+*/%\d\s.()]+|'[^'\\]*'|"[^"\\]*"|Math\.\w+\([\d., ]*\)|new Date\(\)(?:\.\w+\(\))?|Date\.now\(\)`;
const NODE_TEXT = new RegExp(String.raw`^(?:console\.log\((?:${NODE_VALUE})\)|${NODE_VALUE});?$`);

/** Says something for itself; anything else runs code that isn't judged. */
const VERSION = /^(--version|-v|-V|-vV|--help|-h)$/;
const onlyVersion = ({ args }: Call, pattern = VERSION) =>
  args.length === 1 && isLiteral(args[0]) && pattern.test(args[0].text);

/** It may be a tool of the project that is started, as `python -m pytest`; or code that reads what tools read. */
function runs(call: Call, wrong: Value | string | undefined): void {
  call.findings.ranTool(call);
  note(call, 'plain', { doubt: wrong === undefined ? undefined : doubtful('runs-code', wrong) });
}

const PY_MODULES = toolIn({
  ...PYTHON_TOOLS,
  ...PYTHON_MODULES,
  pip: PIP,
  venv: { options: '--upgrade-deps --prompt:word', operands: '.venv|venv|env' },
});
const PY_FLAGS: Spec = { options: '-u -B -O -s -E -I -W:word -X:word' };
/** Names of scripts that say that they do more than compute. */
const DOES_MORE =
  /(^|[_-])(deploy|publish|release|push|upload|install|uninstall|setup|delete|destroy|drop|reset|wipe|purge|remove|clean|cleanup|rollback|prod|production|send|mail|notify|backup|restore|migrate|seed|evil|exploit|payload|server|serve)([_-]|$)/i;
const MANAGE =
  /^(test|check|showmigrations|makemigrations|collectstatic|shell_plus|diffsettings|version|--version|help|findstatic|inspectdb|sqlmigrate|show_urls|validate_templates|spectacular|compilemessages|makemessages)$/;

const python: Program = (call) => {
  pipedInto(call);
  if (onlyVersion(call, /^(--version|-V|-VV|--help|-h)$/)) {
    note(call, 'plain');
    return;
  }
  const at = call.args.findIndex((value) => !isLiteral(value) || !/^-[uBOsEI]+$/.test(value.text));
  const [first, second, ...others] = call.args.slice(Math.max(0, at));
  const flags = vet(call, call.args.slice(0, Math.max(0, at)), PY_FLAGS);
  if (first?.text === '-m') {
    runs(call, flags ?? PY_MODULES(call, second ? [second, ...others] : []));
  } else if (first?.text === '-c') {
    const known = isLiteral(second) && PYTHON_TEXT.test(second.text.trim()) && others.length === 0;
    runs(call, known ? flags : (second ?? first));
  } else runs(call, flags ?? script(call, first, second ? [second, ...others] : []));
};

/** A script of the project's own is run as its tests are; a name or words that say more aren't. */
function script(call: Call, name: Value | undefined, args: readonly Value[]): Value | string | undefined {
  if (!isLiteral(name) || !/^(?:\.\/)?(?:[\w][\w.-]*\/)*[\w][\w-]*\.py$/.test(name.text))
    return name ?? call.name;
  const base = name.text.replace(/^.*\//, '').replace(/\.py$/, '');
  if (DOES_MORE.test(base) || /(^|\/)(node_modules|site-packages)\//.test(name.text)) return name;
  file(call, 'ReadTree', name);
  call.findings.ran(call.dirs, name.text);
  if (base === 'manage') {
    const [sub, ...more] = args;
    if (sub?.text === 'runserver')
      return vet(call, more, { options: '--noreload --insecure', operands: 'port' });
    if (!isLiteral(sub) || !MANAGE.test(sub.text)) return sub ?? name;
    return vet(call, more, {
      options:
        '--settings:word -v:num --verbosity:num --parallel:num? --keepdb --failfast -k:text --tag:text --dry-run --check --noinput --no-input --plan -l --list --deploy --traceback --pattern:text -p:text --debug-mode --shuffle --reverse --timing -n:word --name:word --file:out',
      operands: 'in',
    });
  }
  const listens = args.find(isListening);
  writesTo(call, args);
  return listens;
}

const NODE_TEST: Spec = {
  options:
    '--test --test-name-pattern:text --test-skip-pattern:text --test-only --watch --experimental-test-coverage --test-concurrency:num --test-timeout:num --test-reporter:spec|tap|dot|junit|lcov --test-force-exit --test-shard:text --experimental-strip-types --enable-source-maps --no-warnings --trace-warnings --experimental-test-module-mocks --test-update-snapshots --test-isolation:none|process',
  operands: 'in',
};
const node: Program = (call) => {
  pipedInto(call);
  const [first, second] = call.args;
  if (onlyVersion(call)) note(call, 'plain');
  else if (call.args.some((value) => value.text === '--test')) runs(call, vet(call, call.args, NODE_TEST));
  else if (/^(--check|-c)$/.test(first?.text ?? ''))
    runs(call, second ? vet(call, call.args.slice(1), { operands: 'in' }) : first);
  else if (/^(-e|-p|-pe|--eval|--print)$/.test(first?.text ?? '') && call.args.length === 2)
    runs(call, isLiteral(second) && NODE_TEXT.test(second.text.trim()) ? undefined : second);
  else runs(call, first ?? call.name);
};

/** `-c FILE` (or another letter) only checks whether the file can be read as a program. */
const checking =
  (option: string, version: RegExp, more: (call: Call) => Value | string | undefined): Program =>
  (call) => {
    pipedInto(call);
    const [first, second] = call.args;
    if (onlyVersion(call, version)) note(call, 'plain');
    else if (
      first?.text === option &&
      second &&
      !call.args.slice(1).some((value) => value.text.startsWith('-'))
    )
      runs(call, vet(call, call.args.slice(1), { operands: 'in' }));
    else runs(call, more(call));
  };
const nothing = (call: Call) => call.args[0] ?? call.name;

const PHP_TOOL = toolIn(PHP_TOOLS);
const ARTISAN: Spec = {
  subs: {
    test: {
      options:
        '--filter:text --parallel -p --coverage --min:num --stop-on-failure --testsuite:text --group:text --compact',
      operands: 'in',
    },
    'route:list about migrate:status --version -V list env event:list schedule:list model:show db:show': {
      options: '--json --path:text --method:word --only:word -v --except-vendor',
      operands: 'word',
    },
  },
};
const php = checking('-l', /^(-v|--version|-m)$/, (call) => {
  const [first, ...args] = call.args;
  if (!isLiteral(first)) return first ?? call.name;
  if (first.text === 'artisan') {
    call.findings.ran(call.dirs, first.text);
    return vet(call, args, ARTISAN);
  }
  const tool = /^(?:\.\/)?vendor\/bin\/([\w-]+)$/.exec(first.text)?.[1];
  return tool === undefined ? first : PHP_TOOL(call, [{ ...first, text: tool }, ...args]);
});

/** What comes through the pipe is run, unless the program is told what to run. */
const interpreter: Program = (call) => {
  pipedInto(call);
  const spec = DESCRIBED[call.name];
  runs(call, spec ? vet(call, call.args, spec) : nothing(call));
};

function pipedInto(call: Call): void {
  const [first] = call.args;
  const told = first && first.text !== '-' && !/^-(?![mceEpn]$)/.test(first.text);
  if (!call.fed || told) return;
  call.findings.add({ kind: 'command', text: `| ${call.name}` });
}

const SHELLS = 'sh bash zsh dash ksh ash';
const INTERPRETERS =
  'fish lua deno bun osascript tclsh Rscript ts-node tsx pwsh irb ghci psql mysql sqlite3 redis-cli mongosh';

export const INTERPRETING: Readonly<Record<string, Program>> = {
  ...Object.fromEntries(SHELLS.split(' ').map((name) => [name, shell])),
  ...Object.fromEntries(INTERPRETERS.split(' ').map((name) => [name, interpreter])),
  ...{ python, python2: python, python3: python, node, nodejs: node, php },
  perl: checking('-c', /^(-v|--version)$/, nothing),
  ruby: checking('-c', /^(-v|--version)$/, nothing),
};
