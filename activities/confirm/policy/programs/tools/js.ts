/** Test runners, linters, formatters, compilers and bundlers of JavaScript. */
import { REFUSED, type Spec } from '../spec';

const COLOR = '--color:word? --no-color --colors';
const VITEST = `${COLOR} --run --watch -w --coverage --coverage.enabled --silent --reporter:default|verbose|dot|json|junit|tap|tap-flat|basic|tree|github-actions|hanging-process --outputFile:out --dir:in --root:in -r:in --config:config -c:config --project:word -t:text --testNamePattern:text -u --update --bail:num? --retry:num --changed:word? --passWithNoTests --no-coverage --globals --environment:node|jsdom|happy-dom --pool:forks|threads|vmThreads --maxWorkers:size --minWorkers:size --no-file-parallelism --typecheck --typecheck.only --hideSkippedTests --shard:text --testTimeout:num --hookTimeout:num --exclude:text --logHeapUsage --allowOnly --dom --isolate --no-isolate --sequence.shuffle --sequence.seed:num --json`;
const PLAYWRIGHT = `--headed --grep:text -g:text --grep-invert:text --project:text --workers:size -j:size --retries:num --repeat-each:num --timeout:num --reporter:list|line|dot|json|junit|html|github|blob --list --last-failed --max-failures:num -x --update-snapshots -u --quiet --forbid-only --fully-parallel --trace:on|off|retain-on-failure|on-first-retry --shard:text --pass-with-no-tests --output:out --config:config -c:config --debug`;
const LINT_OPTIONS = `${COLOR} --quiet --fix --fix-dry-run --cache --no-cache --max-warnings:num --ext:text --format:stylish|json|compact|unix|html|visualstudio|junit -f:stylish|json|compact|unix|html --ignore-pattern:text --no-error-on-unmatched-pattern --report-unused-disable-directives --no-inline-config --rule:text --config:config -c:config --output-file:out -o:out --cache-location:out --env:word --global:word --no-warn-ignored --print-config:in --debug --stats --concurrency:word --pass-on-no-patterns --version -v --help -h`;
const ESLINT: Spec = { options: LINT_OPTIONS, operands: 'out' };

const TSC: Spec = {
  oneDash: false,
  options:
    '-p:in --project:in --noEmit -w --watch -b --build --incremental --strict --pretty:true|false? --skipLibCheck --declaration -d --emitDeclarationOnly --sourceMap --listFiles --listFilesOnly --listEmittedFiles --showConfig --diagnostics --extendedDiagnostics --traceResolution --explainFiles --noEmitOnError --allowJs --checkJs --esModuleInterop --resolveJsonModule --isolatedModules --noUnusedLocals --noUnusedParameters --noImplicitAny --strictNullChecks --preserveWatchOutput --force -f --verbose --dry --clean --jsx:word --target:word -t:word --module:word -m:word --moduleResolution:word --lib:text --types:text --outDir:out --outFile:out --declarationDir:out --tsBuildInfoFile:out --rootDir:in --version -v --help -h --all --init --generateTrace:out --noCheck --noErrorTruncation --singleThreaded --quiet',
  operands: 'in',
};
const TSC_CHECK: Spec = {
  options:
    '-p:in --project:in --noEmit -w --watch -b --build --skipLibCheck --pretty:true|false? --declaration --emitDeclarationOnly --outDir:out --force --version',
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

/** Bundlers write where they are told; a host of their own choice is only this machine. */
const SERVING =
  '--port:num -p:num --open:true|false? --strictPort --no-open --host:localhost|127.0.0.1 --hostname:localhost|127.0.0.1 -H:localhost|127.0.0.1';
const VITE_OPTIONS =
  '--mode:word -m:word --config:config -c:config --base:text --logLevel:word -l:word --clearScreen --debug:word? -d:word? --filter:text --force';
const VITE_BUILD: Spec = {
  options: `${VITE_OPTIONS} --outDir:out --assetsDir:word --sourcemap:word? --minify:word? --watch -w --emptyOutDir --ssr:in? --manifest:word? --target:word`,
  operands: 'in',
};
const NEXT_BUILD: Spec = {
  options:
    '--debug -d --profile --no-lint --turbo --turbopack --experimental-app-only --experimental-build-mode:word',
  operands: 'in',
};

const COUNT = '--watch -w --silent --verbose --json';

export const JS: Readonly<Record<string, Spec>> = {
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
      '--version -V': {},
      'merge-reports': { options: '--reporter:list|line|dot|json|junit|html', operands: 'in' },
    },
  },
  cypress: {
    subs: {
      run: {
        options:
          '--headless --headed --browser:word -b:word --spec:in -s:in --quiet -q --component --e2e --reporter:spec|dot|json|junit --port:num --no-exit --project:in -P:in --config-file:config',
      },
      'verify version info --version': {},
    },
  },
  next: {
    subs: {
      build: NEXT_BUILD,
      lint: {
        options: '--fix --quiet --dir:out -d:out --file:out --max-warnings:num --strict --no-cache --cache',
        operands: 'out',
      },
      'info telemetry typegen --version -v --help -h': { operands: 'status' },
    },
  },
  nuxt: {
    subs: {
      'build generate prepare typecheck info': { options: '--prerender --logLevel:word', operands: 'in' },
    },
  },
  nuxi: { subs: { 'build generate prepare typecheck info': { operands: 'in' } } },
  vite: {
    options: `${VITE_OPTIONS} ${SERVING}`,
    subs: {
      '': {},
      build: VITE_BUILD,
      'dev serve': { options: `${VITE_OPTIONS} ${SERVING}`, operands: 'in' },
      preview: { options: `${VITE_OPTIONS} ${SERVING} --outDir:in`, operands: 'in' },
      '--version -v --help -h': {},
    },
  },
  astro: {
    subs: {
      'build check sync --version info': {
        options: '--verbose --silent --minimumSeverity:word --minimumFailingSeverity:word --watch --noSync',
        operands: 'in',
      },
    },
  },
  remix: { subs: { 'build vite:build routes --version': { options: '--sourcemap', operands: 'in' } } },
  'react-router': {
    subs: { 'build typegen routes': { options: '--watch --sourcemapClient', operands: 'in' } },
  },
  'react-scripts': {
    subs: {
      'build test': {
        options: '--watchAll:true|false? --coverage --ci -u -t:text --silent --verbose',
        operands: 'in',
      },
    },
  },
  'vue-cli-service': {
    subs: {
      'build lint test:unit inspect': { options: '--mode:word --no-fix --fix --dest:out', operands: 'in' },
    },
  },
  ng: {
    subs: {
      'build b lint test t version v e2e extract-i18n': {
        options:
          '--configuration:word -c:word --prod --watch:true|false? --no-watch --browsers:word --code-coverage --project:word --source-map --verbose --progress:true|false? --output-path:out --fix --include:in --stats-json --aot',
        operands: 'word',
      },
    },
  },
  svelte: { subs: { check: {} } },
  'svelte-kit': { subs: { sync: {} } },
  webpack: {
    options: `${COLOR} --mode:word --watch -w --config:config -c:config --env:text --stats:word? --progress --profile --json:out~ --output-path:out -o:out --entry:in --devtool:word -d:word --analyze --target:word --name:word --node-env:word --bail --version`,
    operands: 'build|watch|info|version',
  },
  rollup: {
    options:
      '-c:config~ --config:config~ --watch -w --silent --format:word -f:word --input:in -i:in --file:out -o:out --dir:out -d:out --sourcemap:word? -m --failAfterWarnings --bundleConfigAsCjs --version -v',
    operands: 'in',
  },
  esbuild: {
    oneDash: false,
    options:
      '--bundle --minify --sourcemap:word? --outfile:out? --outdir:out? --platform:word? --format:word? --target:word? --watch --analyze --metafile:out? --splitting --external:text? --log-level:word? --tree-shaking:word? --keep-names --legal-comments:word? --packages:word? --jsx:word? --tsconfig:in? --charset:word? --version --allow-overwrite',
    operands: 'in',
  },
  tsup: {
    options:
      '--watch --dts --format:text --minify --clean --sourcemap --out-dir:out -d:out --target:word --config:config --silent --splitting --no-splitting --treeshake --external:text --platform:word',
    operands: 'in',
  },
  tsdown: {
    options:
      '--watch --dts --format:text --minify --clean --sourcemap --out-dir:out -d:out --target:word --config:config --silent --platform:word',
    operands: 'in',
  },
  parcel: {
    subs: {
      build: {
        options:
          '--dist-dir:out --no-source-maps --no-optimize --no-cache --public-url:text --detailed-report --log-level:word --target:word',
        operands: 'in',
      },
    },
  },
  swc: {
    options:
      '-d:out --out-dir:out -o:out --out-file:out --watch -w --source-maps -s --config-file:config --copy-files -D --strip-leading-paths --quiet -q',
    operands: 'in',
  },
  babel: {
    options:
      '-d:out --out-dir:out -o:out --out-file:out --watch -w --source-maps --extensions:text -x:text --copy-files --verbose --quiet --ignore:text --config-file:config',
    operands: 'in',
  },
  tailwindcss: {
    options:
      '-i:in --input:in -o:out --output:out -w --watch --minify -m --content:text -c:config --config:config',
    operands: 'build',
  },
  postcss: {
    options:
      '-o:out --output:out -d:out --dir:out --map -m --no-map --watch -w --verbose --config:config --ext:word --base:in',
    operands: 'in',
  },
  sass: {
    options:
      '--watch --style:word? -s:word --no-source-map --source-map --load-path:in -I:in --quiet -q --update --embed-sources --no-charset --color',
    operands: 'pair',
  },
  turbo: {
    subs: {
      'run build test lint typecheck check-types check format type-check': {
        options:
          '--filter:text -F:text --force --no-cache --concurrency:size --continue --dry:word? --dry-run:word? --parallel --graph --output-logs:word --log-order:word --log-prefix:word --only --affected --verbosity:num --ui:word --summarize --no-daemon --env-mode:word',
        operands: 'script',
      },
      'ls query info --version': { operands: 'word' },
    },
  },
  nx: {
    subs: {
      'run-many affected': {
        options:
          '-t:script --target:script --targets:script --all --projects:text -p:text --parallel:size --skip-nx-cache --base:word --head:word --exclude:text --configuration:word -c:word --verbose --nxBail --output-style:word',
        operands: 'script',
      },
      'test build lint typecheck e2e check format:check format:write': {
        options:
          '--skip-nx-cache --watch --verbose --configuration:word -c:word --base:word --head:word --coverage --fix --testFile:in -t:text',
        operands: 'word',
      },
      run: { options: '--skip-nx-cache --verbose', operands: 'target' },
      'show report list graph --version': {
        options: '--json --file:out --affected --projects',
        operands: 'word',
      },
    },
  },
  lerna: {
    subs: {
      run: {
        options: '--scope:pkg --parallel --stream --since:word --concurrency:num --no-bail --ignore:text',
        operands: 'script',
      },
      'list ls la ll changed diff info': {
        options: '--all -a --json --long -l --graph --since:word --toposort',
        operands: 'pkg',
      },
    },
  },
  prisma: {
    subs: {
      'generate validate format version -v --version': {
        options: '--schema:in --watch --generator:word --no-engine --no-hints --check',
      },
      migrate: {
        subs: {
          'status diff': {
            options:
              '--schema:in --from-empty --from-schema-datamodel:in --to-schema-datamodel:in --from-migrations:in --to-migrations:in --script --exit-code',
          },
        },
      },
    },
  },
  'drizzle-kit': {
    subs: {
      'check generate': { options: '--config:config --name:word --dialect:word --schema:in --out:out' },
    },
  },
  'graphql-codegen': { options: '--config:config -c:config --watch -w --silent --verbose -v --check' },
  'openapi-typescript': { options: '-o:out --output:out --check --immutable --export-type', operands: 'in' },
  typedoc: {
    options:
      '--out:out --json:out --tsconfig:in --entryPoints:in --watch --emit:word --logLevel:word --version',
    operands: 'in',
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
  'source-map-explorer': { options: '--json --html:out --tsv', operands: 'in' },
  'npm-check-updates': {
    options: '--target:word -t:word --filter:text -f:text --jsonUpgraded --format:word',
  },
  ncu: { options: '--target:word -t:word --filter:text -f:text --jsonUpgraded --format:word' },
  'license-checker': { options: '--json --summary --production --csv --onlyAllow:text --failOn:text' },
  publint: { operands: 'in' },
  attw: { options: '--pack --profile:word --format:word', operands: 'in' },
  'sort-package-json': { options: '--check -c', operands: 'out' },
  syncpack: { subs: { 'list lint list-mismatches': { options: '--source:text --filter:text' } } },
  storybook: {
    subs: {
      build: {
        options: '--output-dir:out -o:out --quiet --docs --config-dir:in -c:in --disable-telemetry --test',
      },
    },
  },
  wdio: { subs: { run: { options: '--spec:in --suite:word', operands: 'config' } } },
  tap: {
    options:
      '--bail -b --disable-coverage --allow-empty-coverage --reporter:base|dots|silent|tap|terse -R:base|dots|silent|tap|terse --jobs:num -j:num --timeout:num -t:num --grep:text -g:text --watch -w',
    operands: 'in',
  },
  uvu: { options: '--bail -b --pattern:text', operands: 'in' },
  hereby: { options: '--tasks', operands: 'script' },
  gulp: { options: '--tasks -T --silent -S --series --continue', operands: 'script' },
  grunt: { options: '--verbose -v --no-color --force -f', operands: 'script' },
  'json-schema-to-typescript': { operands: 'in' },
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
