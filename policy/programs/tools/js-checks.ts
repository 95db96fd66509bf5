/** Test runners, linters, formatters and type checkers of JavaScript. */
import { REFUSED, type Spec } from '../spec';

export const COLOR = '--color:word? --no-color --colors';
const VITEST = `${COLOR} --run --watch -w --coverage --coverage.enabled --silent --reporter:default|verbose|dot|json|junit|tap|tap-flat|basic|tree|github-actions|hanging-process --outputFile:out --dir:in --root:in -r:in --config:config -c:config --project:word -t:text --testNamePattern:text -u --update --bail:num? --retry:num --changed:word? --passWithNoTests --no-coverage --globals --environment:node|jsdom|happy-dom --pool:forks|threads|vmThreads --maxWorkers:size --minWorkers:size --no-file-parallelism --typecheck --typecheck.only --hideSkippedTests --shard:text --testTimeout:num --hookTimeout:num --exclude:text --logHeapUsage --allowOnly --dom --isolate --no-isolate --sequence.shuffle --sequence.seed:num --json`;
const PLAYWRIGHT = `--headed --grep:text -g:text --grep-invert:text --project:text --workers:size -j:size --retries:num --repeat-each:num --timeout:num --reporter:list|line|dot|json|junit|html|github|blob --list --last-failed --max-failures:num -x --update-snapshots -u --quiet --forbid-only --fully-parallel --trace:on|off|retain-on-failure|on-first-retry --shard:text --pass-with-no-tests --output:cleared --config:config -c:config --debug`;
const LINT_OPTIONS = `${COLOR} --quiet --fix --fix-dry-run --cache --no-cache --max-warnings:num --ext:text --format:stylish|json|compact|unix|html|visualstudio|junit -f:stylish|json|compact|unix|html --ignore-pattern:text --no-error-on-unmatched-pattern --report-unused-disable-directives --no-inline-config --rule:text --config:config -c:config --output-file:out -o:out --cache-location:out --env:word --global:word --no-warn-ignored --print-config:in --debug --stats --concurrency:word --pass-on-no-patterns --version -v --help -h`;
const ESLINT: Spec = { options: LINT_OPTIONS, operands: 'out' };

const TSC: Spec = {
  options:
    '-p:in --project:in --noEmit -w --watch -b --build --incremental --strict --pretty:true|false? --skipLibCheck --declaration -d --emitDeclarationOnly --sourceMap --listFiles --listFilesOnly --listEmittedFiles --showConfig --diagnostics --extendedDiagnostics --traceResolution --explainFiles --noEmitOnError --allowJs --checkJs --esModuleInterop --resolveJsonModule --isolatedModules --noUnusedLocals --noUnusedParameters --noImplicitAny --strictNullChecks --preserveWatchOutput --force -f --verbose --dry --clean --jsx:word --target:word -t:word --module:word -m:word --moduleResolution:word --lib:text --types:text --outDir:out --outFile:out --declarationDir:out --tsBuildInfoFile:out --rootDir:in --version -v --help -h --all --init --generateTrace:out --noCheck --noErrorTruncation --singleThreaded --quiet',
  operands: 'in',
};
const PRETTIER: Spec = {
  options: `${COLOR} --check -c --write -w --list-different -l --cache --no-cache --cache-location:out --cache-strategy:word --ignore-unknown -u --no-error-on-unmatched-pattern --log-level:word --loglevel:word --tab-width:num --use-tabs --print-width:num --single-quote --no-semi --trailing-comma:word --prose-wrap:word --parser:word --end-of-line:word --config:config --ignore-path:in --stdin-filepath:list --no-config --no-editorconfig --bracket-same-line --arrow-parens:word --find-config-path:in --file-info:in --support-info --version --help`,
  operands: 'out',
};

const BIOME_OPTIONS =
  '--write --fix --unsafe --no-errors-on-unmatched --max-diagnostics:word --diagnostic-level:word --changed --staged --since:word --colors:word --reporter:word --verbose --error-on-warnings --formatter-enabled:word --linter-enabled:word --only:text --skip:text --apply --json --files-ignore-unknown:word';
const BIOME: Spec = {
  subs: {
    'check format lint ci': { options: BIOME_OPTIONS, operands: 'out' },
    'version rage explain': { operands: 'word' },
  },
};

export const JS_CHECKS: Readonly<Record<string, Spec>> = {
  jest: {
    options: `${COLOR} --watch --watchAll --coverage --collectCoverage --ci --runInBand -i --verbose --silent --bail:num? -b:num? --no-cache --cache --updateSnapshot -u --onlyChanged -o --onlyFailures -f --passWithNoTests --detectOpenHandles --forceExit --listTests --showConfig --clearCache --no-coverage --json --all --lastCommit --expand -e --errorOnDeprecated --logHeapUsage --randomize --debug --testNamePattern:text -t:text --testPathPattern:text --testPathPatterns:text --testPathIgnorePatterns:text --maxWorkers:size -w:size --testTimeout:num --shard:text --changedSince:word --changedFilesWithAncestor --findRelatedTests --selectProjects:word --ignoreProjects:word --config:config -c:config --outputFile:out --coverageDirectory:out --collectCoverageFrom:text --coverageReporters:text|lcov|json|html|text-summary|clover|cobertura --reporters:default|jest-junit|summary|github-actions --testEnvironment:node|jsdom --seed:num --maxConcurrency:num --rootDir:in --roots:in --projects:in --testMatch:text --noStackTrace --useStderr --openHandlesTimeout:num --version -v --help -h --runTestsByPath --workerThreads`,
    operands: 'in',
  },
  vitest: {
    subs: {
      'run watch dev bench related list typecheck': { options: VITEST, operands: 'in' },
      init: REFUSED,
      '': {},
      '*': { options: VITEST, operands: 'in' },
    },
    options: VITEST,
  },
  mocha: {
    options: `${COLOR} --watch -w --bail -b --grep:text -g:text --fgrep:text -f:text --invert -i --recursive --timeout:size -t:size --slow:num -s:num --retries:num --reporter:spec|dot|min|nyan|list|json|tap|progress|landing|xunit|html|doc|markdown -R:spec|dot|min|nyan|list|json|tap|progress --exit --parallel -p --jobs:num -j:num --forbid-only --forbid-pending --full-trace --inline-diffs --diff --no-diff --check-leaks --dry-run --sort -S --ui:bdd|tdd|qunit|exports -u:bdd|tdd|qunit|exports --extension:word --exclude:text --ignore:text --config:config --spec:in --pass-on-failing-test-suite --version --help`,
    operands: 'in',
  },
  ava: {
    options: `${COLOR} --watch -w --match:text -m:text --update-snapshots -u --fail-fast --verbose -v --tap -t --serial -s --concurrency:num -c:num --timeout:size -T:size --version`,
    operands: 'in',
  },
  tsc: TSC,
  'vue-tsc': TSC,
  tsgo: TSC,
  'svelte-check': {
    options:
      '--watch --output:word --tsconfig:in --workspace:in --threshold:word --fail-on-warnings --ignore:text --no-tsconfig --preserveWatchOutput --diagnostic-sources:text --compiler-warnings:text',
    operands: 'in',
  },
  eslint: ESLINT,
  oxlint: {
    options:
      '--fix --quiet --max-warnings:num --deny-warnings -D:word -W:word -A:word --format:word -f:word --config:config -c:config --silent --type-aware --version',
    operands: 'out',
  },
  xo: { options: '--fix --quiet --space --semicolon --version', operands: 'out' },
  standard: { options: '--fix --verbose --version', operands: 'out' },
  prettier: PRETTIER,
  biome: BIOME,
  stylelint: {
    options: `${COLOR} --fix --quiet -q --cache --allow-empty-input --formatter:word -f:word --max-warnings:num --config:config --ignore-pattern:text --output-file:out -o:out --report-needless-disables --version`,
    operands: 'out',
  },
  markdownlint: {
    options: '--fix -f --ignore:text -i:text --config:config -c:config --quiet --dot --json -j --version',
    operands: 'out',
  },
  'markdownlint-cli2': { options: '--fix --config:config --version', operands: 'out' },
  'markdown-link-check': { options: '-q --quiet -v -p --progress', operands: 'in' },
  commitlint: {
    options:
      '--from:text -f:text --to:text -t:text --edit --last -l --verbose -V --quiet -q --version -v --help',
  },
  'html-validate': { options: '--formatter:word', operands: 'in' },
  cspell: {
    options: `${COLOR} --no-progress --quiet --no-summary --words-only --unique -u --dot --gitignore --no-gitignore --cache --config:config -c:config --exclude:text -e:text --show-suggestions --show-context --fail-fast --relative --no-must-find-files --file-list:in --version`,
    operands: 'in',
  },
  playwright: {
    subs: {
      test: { options: PLAYWRIGHT, operands: 'in' },
      'merge-reports': { options: '--reporter:list|line|dot|json|junit|html', operands: 'in' },
    },
  },
  cypress: {
    subs: {
      run: {
        options:
          '--headless --headed --browser:word -b:word --spec:in -s:in --quiet -q --component --e2e --reporter:spec|dot|json|junit --port:num --no-exit --project:in -P:in --config-file:config',
      },
      'verify version info': {},
    },
  },
  knip: {
    options:
      '--production --strict --include:text --exclude:text --reporter:word --workspace:in -W:in --no-exit-code --dependencies --exports --files --config:config -c:config --debug --no-progress --cache',
  },
  depcheck: {
    options: '--json --ignores:text --ignore-patterns:text --skip-missing:word? --ignore-dirs:text --quiet',
    operands: 'in',
  },
  madge: {
    options:
      '--circular -c --extensions:text --orphans -o --leaves -l --summary -s --json -j --ts-config:in --exclude:text -x:text --warning --no-spinner',
    operands: 'in',
  },
  dpdm: {
    options: '--no-warning --no-tree --circular --tree -T --exit-code:text --transform',
    operands: 'in',
  },
  depcruise: {
    options:
      '--config:config --output-type:err|err-long|dot|json|html|text|mermaid|archi|metrics -T:err|err-long|dot|json|html|text|mermaid|archi|metrics --include-only:text -I:text --exclude:text -x:text --validate:config? --no-config --output-to:out -f:out',
    operands: 'in',
  },
  'type-coverage': { options: '--detail --strict --at-least:num -p:in --project:in' },
  'size-limit': { options: '--json --why --silent' },
  'npm-check-updates': {
    options: '--target:word -t:word --filter:text -f:text --jsonUpgraded --format:word',
  },
  ncu: { options: '--target:word -t:word --filter:text -f:text --jsonUpgraded --format:word' },
  'license-checker': { options: '--json --summary --production --csv --onlyAllow:text --failOn:text' },
  publint: { operands: 'in' },
  attw: { options: '--pack --profile:word --format:word', operands: 'in' },
  'sort-package-json': { options: '--check -c', operands: 'out' },
  syncpack: { subs: { 'list lint list-mismatches': { options: '--source:text --filter:text' } } },
  wdio: { subs: { run: { options: '--spec:in --suite:word', operands: 'config' } } },
  tap: {
    options:
      '--bail -b --disable-coverage --allow-empty-coverage --reporter:base|dots|silent|tap|terse -R:base|dots|silent|tap|terse --jobs:num -j:num --timeout:num -t:num --grep:text -g:text --watch -w',
    operands: 'in',
  },
  uvu: { options: '--bail -b --pattern:text', operands: 'in' },
  ajv: {
    subs: {
      'validate compile': { options: '-s:in -d:in --spec:word --strict:word? -o:out', operands: 'in' },
    },
  },
  spectral: {
    subs: {
      lint: {
        options: '--ruleset:config -r:config --format:word -f:word --fail-severity:word -F:word -v -q',
        operands: 'in',
      },
    },
  },
  redocly: {
    subs: {
      'lint bundle stats': { options: '--format:word -o:out --output:out --config:config', operands: 'in' },
    },
  },
  buf: {
    subs: {
      'lint build format breaking': { options: '--against:in -w --diff -d --exit-code', operands: 'in' },
    },
  },
};
