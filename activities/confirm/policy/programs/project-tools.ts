/** Build, test, lint and format tools: they run the project's own code, so only what leads out of it matters. */
import { isLiteral, literal, type Value } from '../shell/value';
import { isInside, resolveIn } from '../paths';
import { doubtful, isOptionByChance, note, type Call, type Program } from './types';

/** Options, without dashes, that run commands given to them, or work in another place. */
const REFUSED: Readonly<Record<string, string>> = {
  npm: 'script-shell prefix node-options userconfig globalconfig shell call package C',
  pnpm: 'script-shell dir prefix node-options shell-mode config C',
  yarn: 'cwd script-shell use-yarnrc node-options',
  bun: 'cwd config preload eval print e p r shell',
  cargo: 'config C',
  go: 'exec toolexec vettool C overlay modfile ldflags gcflags asmflags gccgoflags compiler pkgdir',
  pytest: 'p c pdbcls rootdir confcutdir override-ini o basetemp',
  pylint: 'init-hook load-plugins rcfile',
  mypy: 'install-types python-executable config-file',
  node: 'eval e print p require r import loader experimental-loader env-file',
  mocha: 'node-option n require r import',
  vitest: 'exec-argv execArgv',
  dotnet: 'property p target t',
  gradle: 'init-script I project-dir p build-file b settings-file c include-build',
  './gradlew': 'init-script I project-dir p build-file b settings-file c include-build',
  mvn: 'f file s settings gs global-settings t toolchains',
  './mvnw': 'f file s settings gs global-settings t toolchains',
  deno: 'config c import-map',
  eslint: 'init',
  cmake: 'target t install',
  ctest: 'S script build-and-test test-command overwrite',
  rspec: 'r require I options O',
};

const NAMES =
  'tsc prettier biome jest ruff black isort flake8 rubocop rake bundle gofmt rustfmt clang-format swift mix stylelint ava playwright cypress svelte-check vue-tsc';

/** Abbreviations count: npm takes `--pre` for `--prefix`. */
function isRefused(text: string, tool: string): boolean {
  const option = /^--?([A-Za-z][\w-]*)/.exec(text);
  const names = REFUSED[tool]?.split(' ') ?? [];
  if (!option) return false;
  const [, name = ''] = option;
  const long = text.startsWith('--');
  return names.some((each) => {
    if (each === '') return false;
    // A letter may have its value right behind it: `-p/tmp/x`.
    if (!long) return name === each || (each.length === 1 && name.startsWith(each));
    return name === each || (name.length > 1 && each.startsWith(name));
  });
}

/** Pieces of a word that may be a path: `--out=../x`, `{"root":"/x"}`. */
function pathsIn({ text }: Value): string[] {
  return text.split(/[=,:"'\s{}[\]()]+/).filter((piece) => /^[/~]|(^|\/)\.\.(\/|$)/.test(piece));
}

function projectTool(toolOf: (call: Call) => string = (call) => call.name): Program {
  return (call) => {
    const tool = toolOf(call);
    const bad = call.args.find((value) => isRefused(value.text, tool));
    note(call, 'plain', { doubt: bad && doubtful('unknown-option', bad) });
    outside(call);
  };
}

/** A place outside counts as written to. */
function outside(call: Call): void {
  for (const value of call.args) {
    if (!isLiteral(value) && value.certainty !== 'glob') continue;
    for (const path of [value.text, ...pathsIn(value)].filter((each) => /[/~.]/.test(each))) {
      const resolved = call.dirs.map((dir) => resolveIn(dir, path));
      if (resolved.some((each) => !isInside(each, call.places.workingDir))) {
        call.findings.file('Write', literal(path), call.dirs);
      }
    }
  }
}

/** Each goal is judged by itself: `make test deploy` is `make test` and `make deploy`. */
const goals: Program = (call) => {
  const operands = call.args.filter((value) => !value.text.startsWith('-') && !isOptionByChance(value));
  const options = call.args.filter((value) => !operands.includes(value));
  const bad = options.find((value) => {
    const plain =
      call.name === 'make' || call.name === 'gmake' || call.name === 'just'
        ? /^-(j\d*|[ksBni]+)$|^--(silent|keep-going|dry-run|always-make|no-print-directory)$/
        : /^-[DP][\w.]+(=[\w.,-]*)?$|^-[qoUeTB\d]+C?$|^--?[a-z-]+$/;
    return !isLiteral(value) || !plain.test(value.text) || isRefused(value.text, call.name);
  });
  const doubt = bad && doubtful('unknown-option', bad);
  if (operands.length === 0) note(call, 'plain', { doubt });
  for (const operand of operands) {
    const set = /^[\w.]+[:+?]?=/.test(operand.text) ? doubtful('environment', operand) : undefined;
    note(call, 'plain', { args: [operand], doubt: doubt ?? set });
  }
  outside(call);
};

/** `npx jest`, `python -m pytest`, `bundle exec rspec`: the tool is a word of its own. */
const second = (call: Call) => call.args[0]?.text ?? '';
const afterModule = (call: Call) => (call.args[0]?.text === '-m' ? (call.args[1]?.text ?? '') : call.name);

export const PROJECT_TOOLS: Readonly<Record<string, Program>> = {
  ...Object.fromEntries([...Object.keys(REFUSED), ...NAMES.split(' ')].map((name) => [name, projectTool()])),
  ...Object.fromEntries(
    ['make', 'gmake', 'just', 'mvn', './mvnw', 'gradle', './gradlew', 'rake'].map((name) => [name, goals]),
  ),
  npx: projectTool(second),
  bundle: projectTool((call) => call.args[1]?.text ?? ''),
};
/** `python -m tool` in place of `python` alone. */
export const moduleTool = projectTool(afterModule);
