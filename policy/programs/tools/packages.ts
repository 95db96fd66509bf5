/** npm, pnpm, yarn, bun and deno: scripts of the project, and what only reads. */
import type { Value } from '../../shell/value';
import { isLiteral } from '../../shell/value';
import { toolIn, vet, type Spec } from '../spec';
import type { Call } from '../types';
import { JS } from './js';

const PRINTS =
  '--json --long -l --parseable -p --all -a --depth:num --global -g --production --omit:word --prod --dev -D -P --link --recursive -r --workspace:workspace -w:workspace --workspaces -ws --filter:filter -F:filter --silent -s --no-color --only-projects --lockfile-only --prefix:in';
const WHERE =
  '--workspace:workspace -w:workspace --workspaces -ws --include-workspace-root --if-present --silent -s --quiet -q --loglevel:word --prefix:in -C:in --dir:in --filter:filter -F:filter --recursive -r --parallel --no-color --color --stream --bail --no-bail --workspace-root --workspace-concurrency:num --aggregate-output --reporter:word --report-summary --offline --prefer-offline --no-update-notifier --no-fund --no-audit --cwd:in --bun -b --sort --no-sort --resume-from:pkg --verbose --fail-if-no-match --top-level -T --yes';

/** Behind a script's name: options that most tools of that kind take in the same meaning. */
export const SCRIPT_ARGS: Spec = {
  options:
    '--watch --watchAll --no-watch --run --coverage --fix --check --write --runInBand -i --silent --verbose -v -t:text --testNamePattern:text --testPathPattern:text --testPathPatterns:text --grep:text -g:text -u --update --updateSnapshot --update-snapshots --ci --bail:num? --max-warnings:num --maxWorkers:size --workers:size --port:num -p:num --quiet --no-cache --cache --passWithNoTests --reporter:default|verbose|dot|list|line|spec|json|junit|min --project:word --shard:text --ext:text --headed --ui --debug --no-coverage --forceExit --detectOpenHandles --onlyChanged --changed --noEmit --mode:word --filter:text --strictPort --no-fix --cache-clear --list-different -l --color --no-color --json --list --timeout:num --testTimeout:num --retries:num --related --findRelatedTests --watchAll:true|false? --watch:true|false? --open:false? --exit --fail-fast --no-bail --prod --production --sourcemap --minify --spec:in --configuration:word -c:config --config:config',
  operands: 'in',
};
/** Only npm reads what stands behind the script's name itself; the others hand it on. */
const NPM_SCRIPT: Spec = { ...SCRIPT_ARGS, options: `${SCRIPT_ARGS.options} ${WHERE}`, after: SCRIPT_ARGS };
const HANDED_ON: Spec = { ...SCRIPT_ARGS, after: SCRIPT_ARGS };

const SCRIPT_RUN = (call: Call, words: readonly Value[]): Value | undefined => {
  const [name, ...args] = words;
  if (name === undefined) return undefined;
  const unknown = vet(call, [name], { operands: 'script' });
  return unknown ?? vet(call, args, call.name === 'npm' ? NPM_SCRIPT : HANDED_ON);
};

export const JS_TOOL = toolIn(JS);

const RUN: Spec = { options: WHERE, rest: SCRIPT_RUN };
const CONFIG: Spec = {
  operands:
    'registry|cache|prefix|node-version|npm-version|user-agent|init-license|init-version|save-exact|engine-strict|store-dir|nodeLinker|enableGlobalCache|globalFolder|loglevel|package-lock',
};
const VIEW: Spec = { options: '--json', operands: 'composerpkg' };

const NPM: Spec = {
  options: `${WHERE} --version -v --help -h`,
  subs: {
    'test t tst start': NPM_SCRIPT,
    'run run-script rum urn': RUN,
    'ls list ll la why explain outdated root prefix bin fund query': {
      options: PRINTS,
      operands: 'composerpkg',
    },
    'view info show v': VIEW,
    audit: { options: `${PRINTS} --audit-level:word`, operands: 'signatures' },
    config: { subs: { get: CONFIG, 'list ls': {} } },
    get: CONFIG,
    help: { operands: 'word' },
    'doctor ping version': { options: '--json' },
    search: { options: '--json --long', operands: 'word' },
    pkg: { subs: { get: { operands: 'word' } } },
    'exec x': { rest: JS_TOOL },
  },
};
const PNPM: Spec = {
  options: `${WHERE} --version -v --help -h`,
  subs: {
    'run run-script': RUN,
    exec: { options: WHERE, rest: JS_TOOL },
    'ls list ll why outdated root bin licenses': { options: PRINTS, operands: 'composerpkg' },
    'view info show': VIEW,
    audit: { options: '--json --prod -P --dev -D --audit-level:word' },
    config: { subs: { get: CONFIG, 'list ls': {} } },
    help: { operands: 'word' },
    store: { subs: { 'path status': {} } },
    '*': { rest: scriptOrTool },
  },
};
const YARN: Spec = {
  options: `${WHERE} --version -v --help -h --json`,
  subs: {
    run: { options: WHERE, rest: scriptOrTool },
    exec: { rest: JS_TOOL },
    'list why outdated bin licenses info': {
      options: `${PRINTS} --pattern:text -A -R --name-only`,
      operands: 'composerpkg',
    },
    audit: { options: '--json --level:word --groups:word' },
    npm: { subs: { info: VIEW, audit: { options: '--all -A --recursive -R --json --severity:word' } } },
    workspaces: {
      subs: {
        'info list': { options: '--json -v -R' },
        foreach: {
          options:
            '-A -p -t -v -i --all --parallel --topological --verbose --include:text --exclude:text --since:word?',
          subs: { run: RUN },
        },
      },
    },
    workspace: {
      rest: (call, [name, ...words]) =>
        (name ? vet(call, [name], { operands: 'pkg' }) : undefined) ??
        vet(call, words, {
          subs: { run: { options: WHERE, rest: scriptOrTool }, '*': { rest: scriptOrTool } },
        }),
    },
    config: { subs: { get: CONFIG } },
    'help versions': { operands: 'word' },
    '*': { rest: scriptOrTool },
  },
};
const BUN: Spec = {
  options: '--silent --bun -b --version -v --revision --help -h --filter:filter -F:filter --cwd:in',
  subs: {
    test: {
      options:
        '--watch --coverage --bail:num? --timeout:num -t:text --test-name-pattern:text --update-snapshots -u --only --todo --rerun-each:num --coverage-reporter:word --reporter:word --reporter-outfile:out',
      operands: 'in',
    },
    run: { options: '--silent --bun -b --filter:filter -F:filter --cwd:in', rest: SCRIPT_RUN },
    build: {
      options:
        '--outdir:out --outfile:out --target:word --minify --sourcemap:word? --watch --splitting --format:word --external:text --production',
      operands: 'in',
    },
    pm: { subs: { 'ls bin cache hash version': { options: '--all' } } },
    outdated: {},
    why: { operands: 'pkg' },
    help: { operands: 'word' },
  },
};
const DENO_FLAGS =
  '--check --no-check --quiet -q --watch --fail-fast:num? --filter:text --parallel --coverage:out? --doc --no-run --reporter:word --ignore:text? --fix --rules-tags:text? --json --compact --ext:word --line-width:num? --indent-width:num? --single-quote --no-semicolons --prose-wrap:word? --use-tabs --all --frozen --lock:in? --trace-leaks --shuffle:num? --permit-no-files --unstable';
const DENO: Spec = {
  options: '--version -V --help -h --quiet -q',
  subs: {
    'lint fmt': { options: DENO_FLAGS, operands: 'out' },
    'check test bench doc info coverage types': { options: DENO_FLAGS, operands: 'in' },
    task: { options: '--quiet -q', rest: SCRIPT_RUN },
    help: { operands: 'word' },
  },
};

/** pnpm and yarn run a script by its name, or a tool that is installed. */
function scriptOrTool(call: Call, words: readonly Value[]): Value | undefined {
  const [name] = words;
  if (isLiteral(name) && Object.hasOwn(JS, name.text)) return JS_TOOL(call, words);
  return SCRIPT_RUN(call, words);
}

const NPX: Spec = { options: '--no-install --no --offline --quiet -q --prefer-offline --bun', rest: JS_TOOL };

export const PACKAGES: Readonly<Record<string, Spec>> = {
  npm: NPM,
  pnpm: PNPM,
  yarn: YARN,
  bun: BUN,
  deno: DENO,
  npx: NPX,
  bunx: NPX,
  corepack: { options: '--version' },
  fnm: { subs: { 'list ls current list-remote': {} } },
  volta: { subs: { 'list ls which': { operands: 'pkg' } } },
  nvm: { subs: { 'ls list current version': { operands: 'word' } } },
};
