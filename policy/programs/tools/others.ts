/** Java, Ruby, PHP, .NET, Swift, Elixir and others: builders, test runners and checkers. */
import type { Spec } from '../spec';

const RUBOCOP: Spec = {
  options:
    '-a -A -x -l --autocorrect --auto-correct --autocorrect-all --auto-correct-all --lint --parallel -P --only:text --except:text --format:word -f:word --display-cop-names -D --fail-level:word --force-exclusion --cache:true|false --no-color --color --version -v -V --list-target-files -L --extra-details --display-only-fail-level-offenses',
  operands: 'out',
};
const RSPEC: Spec = {
  options:
    '--format:progress|documentation|json|p|d|j|doc|failures -f:progress|documentation|json|p|d|j|doc -fd -fp -fj --example:text -e:text --tag:text -t:text --fail-fast:num? --only-failures --next-failure -n --seed:num --order:text --profile:num? -p:num? --color --colour --no-color --force-color --backtrace -b --dry-run --out:out -o:out --version -v --pattern:in -P:in --exclude-pattern:text --warnings -w --bisect',
  operands: 'in',
};
const RAKE_NAMES: Spec = {
  options:
    '--trace -t --tasks -T -P --prereqs -v --verbose -q -s --silent --dry-run -n -j:num -m --version -V -A',
  operands: 'target',
};
const RAILS: Spec = {
  subs: {
    'test test:system test:all t': {
      options:
        '-v --verbose -n:text --name:text -f --fail-fast -b --backtrace -s:num --seed:num -d --defer-output -p --profile:num?',
      operands: 'in',
    },
    'routes stats about notes zeitwerk:check db:version db:migrate:status db:abort_if_pending_migrations middleware version':
      { options: '-c:word -g:word -E --expanded --unused' },
  },
};
export const RUBY_TOOLS: Readonly<Record<string, Spec>> = {
  rspec: RSPEC,
  rubocop: RUBOCOP,
  standardrb: { options: '--fix --no-fix --format:word', operands: 'out' },
  rake: RAKE_NAMES,
  rails: RAILS,
  'bin/rails': RAILS,
  'bin/rspec': RSPEC,
  'bin/rubocop': RUBOCOP,
  brakeman: {
    options: '-q --quiet --no-pager -A -z --no-exit-on-warn -w:num -f:word -o:out --no-progress',
    operands: 'in',
  },
  reek: { operands: 'in' },
  srb: { subs: { 'tc typecheck': { options: '--version', operands: 'in' } } },
  steep: { subs: { check: { options: '-j:num', operands: 'in' } } },
  erblint: { options: '--lint-all --autocorrect -a', operands: 'out' },
  'haml-lint': { operands: 'in' },
  cucumber: {
    options:
      '--tags:text -t:text --dry-run -d --format:pretty|progress|summary -f:pretty|progress|summary --strict --publish-quiet --fail-fast',
    operands: 'in',
  },
};

const PHPUNIT: Spec = {
  options:
    '--filter:text --group:text --exclude-group:text --testsuite:text --testdox --stop-on-failure --stop-on-error --colors:word? --verbose -v --debug --coverage-text --coverage-html:out --coverage-clover:out --log-junit:out --no-coverage --order-by:word --list-tests --list-groups --list-suites --version --display-warnings --display-deprecations --fail-on-warning --do-not-cache-result --testdox-text:out --parallel -p --processes:num --bail --compact --dirty --coverage --min:num',
  operands: 'in',
};
const PHPSTAN: Spec = {
  subs: {
    'analyse analyze': {
      options:
        '--level:word -l:word --no-progress --memory-limit:size --error-format:word --no-ansi --ansi -v -vv -vvv -q --debug --configuration:in? --xdebug --generate-baseline:out?',
      operands: 'in',
    },
    'clear-result-cache': {},
  },
};
export const PHP_TOOLS: Readonly<Record<string, Spec>> = {
  phpunit: PHPUNIT,
  pest: PHPUNIT,
  paratest: PHPUNIT,
  phpstan: PHPSTAN,
  psalm: {
    options:
      '--no-cache --show-info:true|false? --threads:num --no-progress --stats --output-format:word --long-progress --no-diff --alter --issues:text --dry-run --taint-analysis',
    operands: 'in',
  },
  'php-cs-fixer': {
    subs: {
      'fix check': {
        options:
          '--dry-run --diff --verbose -v --using-cache:yes|no --allow-risky:yes|no --show-progress:word',
        operands: 'out',
      },
    },
  },
  pint: { options: '--test --dirty -v --preset:word --repair', operands: 'out' },
  phpcs: {
    options:
      '-p -s -n -v -q --colors --standard:PSR1|PSR2|PSR12|Squiz|PEAR --report:full|summary|json|source|diff|code -e -i --extensions:text',
    operands: 'in',
  },
  phpcbf: {
    options: '-p -s -n -v -q --colors --standard:PSR1|PSR2|PSR12|Squiz|PEAR --extensions:text',
    operands: 'out',
  },
  rector: {
    subs: { process: { options: '--dry-run -n --no-progress-bar --clear-cache --debug', operands: 'out' } },
  },
  deptrac: { subs: { analyse: { options: '--no-progress --report-uncovered' } } },
  'composer-unused': {},
};

const MAVEN_GOALS =
  'test|compile|package|verify|test-compile|validate|clean|site|process-resources|process-classes|integration-test|generate-sources|dependency:tree|dependency:analyze|checkstyle:check|spotless:check|spotless:apply|spotbugs:check|pmd:check|surefire:test|failsafe:integration-test|help:effective-pom|versions:display-dependency-updates';
const MAVEN: Spec = {
  options:
    '-q -B -ntp -o -e -X -U -V -v -am -amd -fae -ff -fn -nsu -T:size -pl:text -P:word -D:mavenset -DskipTests -DskipITs --quiet --batch-mode --no-transfer-progress --offline --errors --debug --update-snapshots --fail-at-end --also-make --projects:text --threads:size --version -version --show-version --non-recursive -N -rf:text',
  operands: MAVEN_GOALS,
};
const GRADLE: Spec = {
  options:
    '--info -i --debug -d --quiet -q --stacktrace -s --full-stacktrace -S --parallel --no-daemon --daemon --offline --continue --rerun-tasks --no-build-cache --build-cache --console:word --warning-mode:word --tests:text -x:text --exclude-task:text --configuration-cache --no-configuration-cache --dry-run -m --max-workers:num --refresh-dependencies --profile --no-parallel --version -v --status --continuous -t --configuration:word --dependency:text',
  operands: 'gradletask',
};

export const OTHERS: Readonly<Record<string, Spec>> = {
  ...RUBY_TOOLS,
  ...PHP_TOOLS,
  ...Object.fromEntries(['mvn', './mvnw', 'mvnd'].map((name) => [name, MAVEN])),
  ...Object.fromEntries(['gradle', './gradlew'].map((name) => [name, GRADLE])),
  sbt: {
    options: '-no-colors -batch',
    operands: 'compile|test|Test/compile|scalafmtCheck|scalafmtAll|scalafmtCheckAll|update|testQuick',
  },
  ktlint: {
    options: '--format -F --relative --color --reporter:plain|json|checkstyle|html? --verbose',
    operands: 'out',
  },
  detekt: { options: '--input:in -i:in --build-upon-default-config --parallel' },
  javac: {
    options: '-d:out -g -Xlint -Xlint:all -verbose -nowarn -Werror -version --version --release:num',
    operands: 'in',
  },
  java: { oneDash: true, options: '-version --version -showversion' },
  bundle: {
    subs: {
      'list show info outdated check platform version': {
        options: '--paths --name-only --strict --parseable --verbose',
        operands: 'pkg',
      },
    },
  },
  gem: {
    subs: {
      'list search environment env outdated which specification dependency contents': {
        options: '--local -l --remote -r --all -a --exact -e -d',
        operands: 'pkg',
      },
    },
  },
  composer: {
    options: '--no-ansi --ansi --quiet -q --verbose -v -vv -vvv --no-interaction -n --version -V',
    subs: {
      'test lint check cs phpstan analyse analyze stan unit check-style cs-check format types': {
        options: '--no-interaction',
      },
      'run run-script': { options: '--list -l --timeout:num', operands: 'script' },
      'show info outdated why depends why-not prohibits licenses suggests fund': {
        options:
          '--tree -t --installed -i --direct -D --latest -l --outdated -o --all -a --format:word --platform -p --no-dev --minor-only -m --self -s',
        operands: 'composerpkg',
      },
      'validate check-platform-reqs diagnose audit status about': {
        options: '--strict --no-check-all --no-check-publish --no-dev --lock --locked --format:word',
      },
      'dump-autoload dumpautoload': { options: '--optimize -o --dev --no-dev' },
    },
  },
  dotnet: {
    options: '--version --info --list-sdks --list-runtimes',
    subs: {
      'build test restore format clean': {
        options:
          '--no-restore --no-build --configuration:word -c:word --framework:word -f:word --verbosity:word -v:word --filter:text --logger:logger -l:logger --collect:text --results-directory:out --nologo --output:out -o:out --runtime:word -r:word --no-incremental --blame --list-tests -t --verify-no-changes --include:text --exclude:text --severity:word --diagnostics:text --settings:in -warnaserror --force --no-dependencies --interactive:false',
        operands: 'in',
      },
      list: { options: '--outdated --deprecated --vulnerable --include-transitive', operands: 'in' },
      sln: { subs: { '*': { operands: 'in' } } },
    },
  },
  swift: {
    options: '--version',
    subs: {
      'build test': {
        options:
          '-c:debug|release --configuration:debug|release -v --verbose --filter:text --skip:text --parallel --enable-code-coverage --target:word --product:word --build-tests --list-tests -Xswiftc:-warnings-as-errors --quiet -q --build-path:out --scratch-path:out --package-path:in --skip-build',
      },
      package: {
        subs: { 'describe dump-package show-dependencies': { options: '--format:word --type:word' } },
      },
    },
  },
  swiftlint: { options: '--strict --quiet --fix --format', operands: 'lint|version|rules' },
  swiftformat: { options: '--lint --dryrun --quiet', operands: 'out' },
  xcodebuild: { oneDash: true, options: '-version -list -showsdks -showBuildSettings' },
  mix: {
    subs: {
      test: {
        options:
          '--trace --stale --failed --cover --only:text --exclude:text --seed:num --max-failures:num --warnings-as-errors --color --slowest:num --max-cases:num',
        operands: 'in',
      },
      format: { options: '--check-formatted --dry-run', operands: 'out' },
      compile: { options: '--warnings-as-errors --force --all-warnings' },
      'credo dialyzer': { options: '--strict --all --format:word' },
      'deps deps.tree hex.outdated xref help phx.routes ecto.migrations deps.unlock': {
        options: '--only:word --check-unused',
        operands: 'word',
      },
    },
  },
  rebar3: { operands: 'compile|eunit|ct|dialyzer|xref|tree|lint' },
  stack: {
    subs: { 'build test': { options: '--fast --pedantic --file-watch', operands: 'word' }, path: {} },
  },
  cabal: { subs: { 'build test check': { options: '-v:num', operands: 'word' } } },
  hlint: { operands: 'in' },
  ormolu: { options: '--mode:check|inplace', operands: 'out' },
  dune: { subs: { 'build test runtest fmt': { options: '--watch -w --profile:word', operands: 'in' } } },
  flutter: {
    options: '--version',
    subs: {
      'test analyze doctor devices': {
        options:
          '--coverage --no-pub --fatal-infos --no-fatal-infos -v --name:text --plain-name:text -r:word --reporter:word',
        operands: 'in',
      },
      build: { options: '--debug --release --profile --no-codesign --flavor:word', operands: 'word' },
    },
  },
  dart: {
    options: '--version',
    subs: {
      analyze: { options: '--fatal-infos --fatal-warnings', operands: 'in' },
      test: { options: '--coverage:out -r:word --reporter:word -n:text --name:text -j:num', operands: 'in' },
      format: {
        options:
          '--output:none|show|json|write -o:none|show|json|write --set-exit-if-changed -l:num --line-length:num',
        operands: 'out',
      },
      fix: { options: '--dry-run -n --apply' },
    },
  },
  clj: { options: '--version' },
  lein: { operands: 'test|compile|check|deps|version' },
  perlcritic: {
    options: '--gentle --stern --harsh --cruel --brutal -1 -2 -3 -4 -5 --severity:num',
    operands: 'in',
  },
  busted: { options: '--verbose -v', operands: 'in' },
  bats: {
    options:
      '-r --recursive -t --tap -p --pretty -f:text --filter:text -j:num --jobs:num --verbose-run --print-output-on-failure -T --timing',
    operands: 'in',
  },
  forge: {
    subs: {
      'build test fmt coverage snapshot': {
        options:
          '-v -vv -vvv -vvvv -vvvvv --match-test:text --match-contract:text --match-path:text --check --gas-report --sizes --mt:text --mc:text',
      },
    },
  },
  hardhat: { subs: { 'test compile clean coverage': { operands: 'in' } } },
  helm: {
    subs: {
      'lint template': {
        options: '--strict --values:in -f:in --debug --namespace:word -n:word',
        operands: 'in',
      },
      'list ls status version history search': {
        options: '-A --all-namespaces -n:word --namespace:word -o:json|yaml|table -a --all --max:num',
        operands: 'word',
      },
    },
  },
};
