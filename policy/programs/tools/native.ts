/** Go, Rust, C and the builders of native code. */
import type { Spec } from '../spec';

const GO_BUILD =
  '-race -v -x -n -a -work -trimpath -count:num -run:text -skip:text -bench:text -benchmem -benchtime:size -cover -coverprofile:out -covermode:word -coverpkg:text -cpu:text -failfast -json -list:text -parallel:num -p:num -short -shuffle:word -timeout:size -vet:word -tags:text -mod:readonly|vendor -buildvcs:true|false|auto -o:out -c -fuzz:text -fuzztime:size -cpuprofile:out -memprofile:out -blockprofile:out -trace:out -outputdir:out -fullpath -C:in -ldflags:goldflags -msan -asan';
const CARGO =
  '--release -r --all --workspace --all-targets --all-features --no-default-features --features:text -F:text -p:pkg --package:pkg --exclude:pkg --lib --bins --bin:word? --examples --example:word? --tests --test:word? --benches --bench:word? --doc --no-run --no-fail-fast --jobs:num -j:num --locked --frozen --offline --verbose -v -vv --quiet -q --message-format:word --color:word --target:word --profile:word --target-dir:out --timings --keep-going --fix --allow-dirty --allow-staged --no-deps --document-private-items --manifest-path:in --future-incompat-report --ignore-rust-version';

/** For the test program, or for clippy. */
const TEST_BINARY: Spec = {
  options:
    '--nocapture --no-capture --test-threads:num --ignored --include-ignored --exact --skip:text --show-output --list --quiet -q --bench --color:word -D:text -W:text -A:text -F:text -Dwarnings',
  operands: 'text',
};

export const NATIVE: Readonly<Record<string, Spec>> = {
  go: {
    oneDash: true,
    options: '-C:in',
    subs: {
      'build test vet': { oneDash: true, options: GO_BUILD, operands: 'in' },
      list: {
        oneDash: true,
        options:
          '-m -u -json -f:text -deps -test -versions -e -mod:readonly|mod|vendor -find -retracted -tags:text',
        operands: 'in',
      },
      doc: { oneDash: true, options: '-all -short -src -u -c -cmd', operands: 'in' },
      fmt: { oneDash: true, options: '-n -x', operands: 'packages' },
      version: { oneDash: true, options: '-m -v', operands: 'in' },
      env: { oneDash: true, options: '-json -changed', operands: 'word' },
      mod: {
        oneDash: true,
        subs: {
          'tidy verify graph download': {
            oneDash: true,
            options: '-v -x -json -go:num -compat:num -e -diff',
          },
          why: { oneDash: true, options: '-m -vendor', operands: 'in' },
        },
      },
      work: { subs: { sync: {} } },
      tool: { subs: { cover: { oneDash: true, options: '-func:in -html:in -o:out' } } },
      help: { operands: 'word' },
    },
  },
  gofmt: { options: '-l -w -d -s -e -r:text', operands: 'out' },
  gofumpt: { options: '-l -w -d -extra', operands: 'out' },
  goimports: { oneDash: true, options: '-l -w -d -e -local:text -v', operands: 'out' },
  staticcheck: {
    oneDash: true,
    options: '-checks:text -f:word -tests -tags:text -explain:word -go:num',
    operands: 'in',
  },
  'golangci-lint': {
    options: '--version',
    subs: {
      run: {
        options:
          '--fix --timeout:size -v --verbose --fast --new --new-from-rev:word --disable:text -D:text --enable:text -E:text --disable-all --issues-exit-code:num --out-format:colored-line-number|line-number|json|tab|checkstyle|code-climate|html|junit-xml|github-actions|teamcity --tests --concurrency:num -j:num --config:config -c:config --show-stats --allow-parallel-runners',
        operands: 'in',
      },
      'linters version': {},
      fmt: { options: '--diff -d', operands: 'out' },
    },
  },
  revive: { oneDash: true, options: '-formatter:word -exclude:text -set_exit_status', operands: 'in' },
  govulncheck: { oneDash: true, options: '-json -test -mode:source -show:word', operands: 'in' },
  gotestsum: { options: '--format:word -f:word --junitfile:out', operands: 'in' },
  cargo: {
    options: '--version -V --list --quiet -q --verbose -v --offline --locked --color:word',
    subs: {
      'build b check c test t bench clippy': { options: CARGO, after: TEST_BINARY, operands: 'word' },
      'doc d': { options: CARGO.replace('--fix', ''), operands: 'word' },
      fmt: {
        options:
          '--all --check -p:pkg --package:pkg --verbose -v --quiet -q --message-format:word --manifest-path:in',
        after: { options: '--check' },
      },
      'tree metadata': {
        options:
          '-d --duplicates -i:pkg --invert:pkg -e:word --edges:word --depth:num -p:pkg --package:pkg --workspace --no-deps --format-version:num --all-features --features:text --locked --offline --frozen --manifest-path:in --no-dedupe --prefix:word -f:text --format:text --target:word',
      },
      nextest: {
        subs: {
          'run list': {
            options: `${CARGO} -E:text --filter-expr:text --retries:num --test-threads:word --no-capture --nocapture --failure-output:word --success-output:word --status-level:word --run-ignored:word --partition:text --hide-progress-bar`,
            operands: 'word',
          },
        },
      },
      'pkgid verify-project locate-project read-manifest': {
        options: '--workspace --message-format:word',
        operands: 'pkg',
      },
      'search info': { options: '--limit:num', operands: 'pkg' },
      'audit machete udeps outdated deny': {
        options: '--json -q --deny:word -D:word --all-targets -R --root-deps-only',
        operands: 'check|advisories|bans|licenses|sources',
      },
      'llvm-cov tarpaulin': {
        options: `${CARGO} --html --lcov --json --summary-only --output-path:out --out:word -o:word --skip-clean --output-dir:out`,
        operands: 'nextest',
      },
      help: { operands: 'word' },
    },
  },
  rustfmt: {
    options: '--check --edition:num -v --verbose -q --quiet --emit:word -l --files-with-diff',
    operands: 'out',
  },
  rustc: { options: '--version -V --explain:word --print:word' },
  'clang-format': { options: '-i --dry-run -n --style:word --Werror --verbose', operands: 'out' },
  'clang-tidy': {
    options: '-p:in --checks:text --fix --quiet --warnings-as-errors:text --header-filter:text --list-checks',
    operands: 'out',
  },
  cppcheck: {
    options:
      '--enable:text? --quiet -q --force --error-exitcode:num? --std:word? -j:num --language:word? --inconclusive --suppress:text? --inline-suppr -I:in -i:in --xml --verbose -v',
    operands: 'in',
  },
  cmake: {
    options:
      '--build:in -j:num? --parallel:num? --target:target -t:target --config:word --clean-first -v --verbose -B:out -S:in -G:text -D:cmakeset --preset:word -Wno-dev -Wdev --fresh --log-level:word --version -N -L -LA -U:text --debug-output',
    operands: 'in',
    after: { options: '-j:num? -k:num? -v' },
  },
  ctest: {
    options:
      '--test-dir:in -C:word -j:num? --parallel:num? -V -VV --verbose --output-on-failure --extra-verbose -Q --quiet -R:text --tests-regex:text -E:text --exclude-regex:text -L:text -LE:text --label-regex:text --timeout:num --rerun-failed --stop-on-failure --repeat:text --preset:word -N --show-only --progress --version --stop-time:text --schedule-random --no-tests:word --output-junit:out --output-log:out -O:out --build-config:word',
  },
  ninja: {
    options: '-C:in -j:num -k:num -l:num -v --verbose -n --quiet -d:stats|explain --version',
    operands: 'target',
  },
  meson: {
    subs: {
      compile: { options: '-C:in -j:num --jobs:num -v --verbose', operands: 'target' },
      test: {
        options:
          '-C:in -v --verbose --suite:word --no-rebuild --print-errorlogs --num-processes:num --timeout-multiplier:num -j:num --list -q',
        operands: 'word',
      },
      setup: {
        options: '--buildtype:word -D:cmakeset --reconfigure -Db_coverage:true|false?',
        operands: 'out in',
      },
      'introspect configure': { options: '--targets --tests --buildoptions', operands: 'in' },
    },
  },
  bazel: {
    subs: {
      'build test query cquery info version': {
        options:
          '-c:opt|dbg|fastbuild --test_output:word? --keep_going -k --nocache_test_results --jobs:num? --verbose_failures',
        operands: 'target',
      },
    },
  },
  zig: {
    subs: {
      build: { options: '-Doptimize:word? --summary:word', operands: 'test|check' },
      'test fmt': { options: '--check', operands: 'out' },
      version: {},
    },
  },
  shellcheck: {
    options:
      '-x --external-sources -e:text --exclude:text -i:text --include:text -s:word --shell:word -f:word --format:word -S:word --severity:word -C:word? --color:word? -W:num -V --version --norc --list-optional -o:word --enable:word -a --check-sourced -P:in',
    operands: 'in',
  },
  shfmt: {
    options: '-d -l -w -i:num -ci -bn -sr -s -ln:word --diff --list --write --indent:num -version',
    operands: 'out',
  },
  hadolint: {
    options:
      '--ignore:word --format:word -f:word --failure-threshold:word -t:word --no-fail --no-color --strict-labels --version',
    operands: 'in',
  },
  yamllint: {
    options: '-s --strict -f:word --format:word -d:word -c:config --no-warnings --list-files --version',
    operands: 'in',
  },
  actionlint: {
    options: '-color -no-color -verbose -version -ignore:text -oneline',
    oneDash: true,
    operands: 'in',
  },
  'markdown-lint': { operands: 'in' },
  vale: { options: '--output:line|JSON|CLI --no-exit --minAlertLevel:word', operands: 'in' },
  taplo: { subs: { 'fmt format lint check': { options: '--check --diff', operands: 'out' } } },
  stylua: { options: '--check -v', operands: 'out' },
  luacheck: { options: '-q --no-color --codes --std:word --globals:word', operands: 'in' },
  typos: { options: '--diff --write-changes -w --format:word --hidden', operands: 'out' },
  tokei: { options: '--files -f --sort:word -s:word --output:word -o:word -e:text -t:text', operands: 'in' },
  cloc: {
    options: '--exclude-dir:text? --by-file --json --quiet --vcs:git? --include-lang:text? --md --csv',
    operands: 'in',
  },
  scc: { options: '--by-file --no-cocomo --exclude-dir:text -f:word --format:word -s:word', operands: 'in' },
  protoc: {
    options:
      '--version --proto_path:in? -I:in --go_out:out? --ts_out:out? --python_out:out? --js_out:out? --cpp_out:out? --java_out:out? --go-grpc_out:out? --descriptor_set_out:out? --include_imports',
    operands: 'in',
  },
};
