/** Python's test runners, checkers and package tools. */
import { toolIn, type Spec } from '../spec';

const PYTEST: Spec = {
  options:
    '-v -vv -vvv -q -qq -s -x -l -h --help -V --version --verbose --quiet --exitfirst --maxfail:num -k:text -m:text --lf --last-failed --ff --failed-first --nf --sw --stepwise --stepwise-skip --tb:auto|long|short|line|native|no -r:word --co --collect-only -p:switchedoff -p:switchedoff --capture:no|fd|sys|tee-sys --durations:num --durations-min:num --cov:in? --cov-report:covreport --cov-branch --cov-fail-under:num --no-cov --cov-append --junitxml:out --junit-xml:out --no-header --no-summary -n:word --numprocesses:word --dist:word --color:yes|no|auto --disable-warnings --strict-markers --strict-config --strict --showlocals --pdb --trace --timeout:num --reruns:num --reruns-delay:num --snapshot-update --ignore:in --ignore-glob:text --deselect:in --import-mode:prepend|append|importlib --log-cli-level:word --log-level:word --full-trace --setup-show --setup-plan --setup-only --fixtures --fixtures-per-test --markers --cache-clear --asyncio-mode:auto|strict --benchmark-only --benchmark-skip --doctest-modules --doctest-glob:text --random-order --randomly-seed:num --count:num --create-db --reuse-db --no-migrations --headed --browser:chromium|firefox|webkit --runslow --run-slow --runxfail --cache-show --no-showlocals --show-capture:word',
  operands: 'in',
};
const RUFF_OPTIONS =
  '--fix --unsafe-fixes --diff --check --select:text --ignore:text --extend-select:text --exclude:text --show-fixes --statistics --output-format:word --no-cache --quiet -q --verbose -v --preview --target-version:word --line-length:num --watch -w --exit-zero --exit-non-zero-on-fix --show-files --show-settings --fixable:text --unfixable:text --no-fix --force-exclude -n --silent -s --add-noqa';
const RUFF: Spec = {
  options: '--quiet -q --verbose -v --version -V --help -h',
  subs: {
    'check lint format': { options: RUFF_OPTIONS, operands: 'out' },
    'rule version linter config': { options: '--all', operands: 'word' },
  },
};
const MYPY: Spec = {
  options:
    '--strict --ignore-missing-imports --show-error-codes --pretty --no-error-summary --no-incremental --explicit-package-bases --namespace-packages --check-untyped-defs --disallow-untyped-defs --no-implicit-optional --warn-unused-ignores --warn-return-any --show-column-numbers --python-version:num --follow-imports:word --cache-dir:out --exclude:text -p:word --package:word -m:word --module:word --hide-error-context --show-traceback --color-output --no-color-output -v --verbose --version -V --non-interactive --disable-error-code:word --enable-error-code:word --sqlite-cache --txt-report:out --html-report:out --junit-xml:out --allow-untyped-globals --implicit-reexport --platform:word --config-file:config',
  operands: 'in',
};
const BLACK: Spec = {
  options:
    '--check --diff --color --quiet -q --verbose -v --line-length:num -l:num --target-version:word -t:word --skip-string-normalization -S --preview --fast --safe --exclude:text --extend-exclude:text --include:text --version --required-version:num --workers:num -W:num --skip-magic-trailing-comma -C --unstable --force-exclude:text',
  operands: 'out',
};
const ISORT: Spec = {
  options:
    '--check --check-only -c --diff --profile:word --recursive -rc --atomic -l:num --line-length:num -q --quiet -v --verbose --skip:text -s:text --skip-glob:text --filter-files --version -V --only-modified --color --float-to-top --gitignore -j:num --jobs:num -p:word -o:word',
  operands: 'out',
};
const FLAKE8: Spec = {
  options:
    '--count --statistics --show-source --select:text --ignore:text --extend-ignore:text --extend-select:text --max-line-length:num --max-complexity:num --exclude:text --extend-exclude:text --format:pylint|default --exit-zero -q --quiet -v --verbose --benchmark --version --per-file-ignores:text --color:auto|always|never --doctests --jobs:word -j:word --filename:text',
  operands: 'in',
};
const PYLINT: Spec = {
  options:
    '--disable:text -d:text --enable:text -e:text --errors-only -E --reports:y|n -r:y|n --score:y|n -s:y|n --output-format:text|colorized|json|parseable|msvs -f:text|colorized|json|parseable --jobs:num -j:num --ignore:text --fail-under:num --recursive:y|n --max-line-length:num --msg-template:text --ignore-patterns:text --ignore-paths:text --version --verbose -v --list-msgs --help-msg:text --persistent:y|n --py-version:num --exit-zero --fail-on:text',
  operands: 'in',
};
const PYRIGHT: Spec = {
  options:
    '--watch -w --outputjson --stats --verbose --level:word --warnings --pythonversion:num --pythonplatform:word -p:in --project:in --version --skipunannotated --threads:num',
  operands: 'in',
};
const UNITTEST: Spec = {
  options:
    '-v -q -f -b -c -k:text --verbose --quiet --failfast --buffer --catch --locals --durations:num -s:in --start-directory:in -p:text --pattern:text -t:in --top-level-directory:in',
  operands: 'in',
};
const COVERAGE: Spec = {
  subs: {
    'report html xml json lcov combine erase annotate debug': {
      options:
        '-m --show-missing --skip-covered --skip-empty --include:text --omit:text -i --fail-under:num --sort:word -d:out --directory:out -o:out --pretty-print --precision:num -q --keep -a --format:word',
      operands: 'in',
    },
    run: {
      options:
        '--branch --source:in --omit:text --include:text -a --append -p --parallel-mode -m --data-file:out',
      rest: toolIn({ pytest: PYTEST, unittest: UNITTEST }),
    },
  },
};
const BANDIT: Spec = {
  options:
    '-r -l -ll -lll -i -ii -iii -q -v -f:json|txt|csv|html|xml|screen|sarif --format:json|txt|csv|html|xml|screen|sarif -s:text --skip:text -t:text -x:text --exclude:text -o:out --output:out --severity-level:word --confidence-level:word --exit-zero',
  operands: 'in',
};
const VULTURE: Spec = {
  options: '--min-confidence:num --exclude:text --ignore-names:text --sort-by-size',
  operands: 'in',
};
const AUTOFLAKE: Spec = {
  options:
    '-i --in-place -r --recursive --remove-all-unused-imports --remove-unused-variables --check -c --check-diff -cd --exclude:text --imports:text --expand-star-imports --ignore-init-module-imports',
  operands: 'out',
};
const YAPF: Spec = {
  options:
    '-i --in-place -d --diff -r --recursive -q --quiet -p --parallel -l:text --lines:text -e:text --exclude:text -vv',
  operands: 'out',
};
const AUTOPEP8: Spec = {
  options:
    '-i --in-place -r --recursive -d --diff -a --aggressive --max-line-length:num --exit-code -v --select:text --ignore:text -j:num',
  operands: 'out',
};
const PYUPGRADE: Spec = {
  options:
    '--py36-plus --py37-plus --py38-plus --py39-plus --py310-plus --py311-plus --py312-plus --py3-plus --keep-percent-format --exit-zero-even-if-changed',
  operands: 'out',
};
const DJLINT: Spec = {
  options: '--check --lint --reformat --profile:word --quiet --ignore:text',
  operands: 'out',
};

/** Run as programs of their own, with `python -m`, and by `poetry run` and its like. */
export const PYTHON_TOOLS: Readonly<Record<string, Spec>> = {
  ...{ pytest: PYTEST, 'py.test': PYTEST, ruff: RUFF, mypy: MYPY },
  ...{ black: BLACK, isort: ISORT, flake8: FLAKE8, pylint: PYLINT, pyright: PYRIGHT, basedpyright: PYRIGHT },
  ...{
    coverage: COVERAGE,
    bandit: BANDIT,
    vulture: VULTURE,
    autoflake: AUTOFLAKE,
    yapf: YAPF,
    autopep8: AUTOPEP8,
    pyupgrade: PYUPGRADE,
    djlint: DJLINT,
  },
  pycodestyle: {
    options:
      '--max-line-length:num --ignore:text --select:text --statistics --count --show-source --first --exclude:text',
    operands: 'in',
  },
  pydocstyle: {
    options: '--convention:word --count --explain -e --source -s --select:text --ignore:text --match:text',
    operands: 'in',
  },
  interrogate: {
    options: '-v -vv -q --fail-under:num -f:num --ignore-init-method -i -e:text',
    operands: 'in',
  },
  radon: {
    subs: {
      'cc mi raw hal': { options: '-a -s -n:word --min:word --json -j --total-average', operands: 'in' },
    },
  },
  xenon: { options: '--max-absolute:word --max-modules:word --max-average:word', operands: 'in' },
  deptry: { options: '--ignore:text --exclude:text', operands: 'in' },
  codespell: {
    options:
      '-w --write-changes -q:num --skip:text -S:text -L:text --ignore-words-list:text -f -c --check-filenames -d',
    operands: 'out',
  },
  djhtml: { options: '--check -c -t:num', operands: 'out' },
  ty: {
    subs: {
      check: {
        options:
          '--watch -W --output-format:word --exit-zero --quiet --verbose --error:word --warn:word --ignore:word',
        operands: 'in',
      },
      version: {},
    },
  },
  'lint-imports': {},
  mkdocs: {
    subs: { build: { options: '--strict -s --clean -c --dirty --site-dir:cleared -d:cleared -q -v' } },
  },
  'sphinx-build': {
    options:
      '-b:word -W -n -q -E -a -j:word -T --keep-going -v -M:html|dirhtml|linkcheck|doctest|latex|man|text',
    operands: 'in out in',
  },
};

/** Modules of Python's own that only compute. */
export const PYTHON_MODULES: Readonly<Record<string, Spec>> = {
  unittest: UNITTEST,
  doctest: { options: '-v -f', operands: 'in' },
  compileall: { options: '-q -f -j:num -x:text -r:num', operands: 'in' },
  py_compile: { options: '-q', operands: 'in' },
  'json.tool': {
    options: '--indent:num --sort-keys --no-ensure-ascii --compact --tab --json-lines --no-indent',
    operands: 'in out',
  },
  tokenize: { options: '-e', operands: 'in' },
  ast: { options: '-m:exec|eval|single -a -i:num --indent:num', operands: 'in' },
  dis: { operands: 'in' },
  tabnanny: { options: '-v -q', operands: 'in' },
  platform: {},
  site: {},
  sysconfig: {},
  calendar: { operands: 'num' },
  this: {},
};

export const PIP: Spec = {
  options: '--version -V --quiet -q --disable-pip-version-check --no-color --verbose -v',
  subs: {
    'list freeze': {
      options:
        '--outdated -o --uptodate --format:columns|freeze|json --local -l --user --not-required --exclude:pkg --all --quiet -q --disable-pip-version-check -v --verbose',
    },
    'show check': { options: '-f --files --verbose -v -q', operands: 'pkg' },
    index: { subs: { versions: { operands: 'pkg' } } },
    'help debug': { operands: 'word' },
  },
};
export const UV: Spec = {
  options: '--quiet -q --verbose -v --no-progress --offline --version -V',
  subs: {
    pip: {
      subs: {
        'list freeze check tree show': { options: '--outdated --format:word --strict', operands: 'pkg' },
      },
    },
    tree: { options: '--depth:num -d:num --outdated --frozen --locked --no-dev --invert --package:pkg' },
    lock: { options: '--check --locked' },
    'version self': { options: '--short --output-format:word', operands: 'version' },
    python: { subs: { 'list dir find': { options: '--only-installed', operands: 'word' } } },
    tool: { subs: { 'list dir': {} } },
    cache: { subs: { dir: {} } },
  },
};
export const POETRY: Spec = {
  options: '--quiet -q --verbose -v -vv -vvv --no-ansi --ansi --no-interaction -n --version -V',
  subs: {
    show: {
      options:
        '--tree -t --outdated -o --latest -l --only:word --with:word --without:word --top-level -T --all -a --why',
      operands: 'pkg',
    },
    check: { options: '--lock --strict' },
    'about version': { options: '--short -s' },
    env: { subs: { 'info list': { options: '--path -p --executable -e --full-path' } } },
  },
};
export const PY_RUNNERS: Readonly<Record<string, Spec>> = {
  tox: {
    options:
      '-e:sessions -q -qq -v -vv -l --listenvs -a --listenvs-all --skip-missing-interpreters:true|false? -s:true|false --parallel:word? -p:word -r --recreate --version --notest -f:word -m:word',
    subs: {
      '': {},
      'run r run-parallel p list l config c': {
        options: '-e:sessions -q -v -r -p:word -f:word -m:word --skip-missing-interpreters',
      },
    },
  },
  nox: {
    options:
      '-s:sessions --session:sessions --sessions:sessions -l --list -r --reuse-existing-virtualenvs -R -p:num --python:num -k:text --keywords:text -t:text --tags:text -e:text -v --no-color -x --stop-on-first-error --version',
  },
  'pre-commit': {
    subs: {
      run: {
        options: `--all-files -a --files:in --show-diff-on-failure --verbose -v --hook-stage:word --color:word --from-ref:word --to-ref:word --from:word --to:word -s:word -o:word`,
        operands: 'word',
      },
      'validate-config validate-manifest': { operands: 'in' },
    },
  },
  hatch: {
    subs: {
      'version status': {},
      test: { options: '-c -p -r -a --all -v --cover', operands: 'in' },
      fmt: { options: '--check -l -f --linter --formatter', operands: 'out' },
      env: { subs: { show: {} } },
    },
  },
  conda: {
    subs: {
      'list info search': { options: '--envs -e --json --export', operands: 'pkg' },
      env: { subs: { list: {} } },
    },
  },
  pyenv: { subs: { 'version versions which root global local': { options: '--bare' } } },
};
