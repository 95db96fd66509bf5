/** All programs that are described word by word, and those that run another of them. */
import { JS } from './js';
import { MACHINE } from './machine';
import { NATIVE } from './native';
import { OTHERS, PHP_TOOLS, RUBY_TOOLS } from './others';
import { toolIn, type Spec } from '../spec';
import { PACKAGES } from './packages';
import { PIP, POETRY, PYTHON_MODULES, PYTHON_TOOLS, PY_RUNNERS, UV } from './python';
import { SERVICES } from './services';

const PYTHON_M: Spec = { options: '-m', rest: toolIn({ ...PYTHON_TOOLS, ...PYTHON_MODULES }) };
const PYTHON_TOOL = toolIn({ ...PYTHON_TOOLS, ...PY_RUNNERS, python: PYTHON_M, python3: PYTHON_M });
const RUBY_TOOL = toolIn(RUBY_TOOLS);

/** `poetry run pytest`: one more subcommand, which runs a tool. */
const running = (spec: Spec, options: string, tool: Spec['rest'], name = 'run'): Spec => ({
  ...spec,
  subs: { ...spec.subs, [name]: { options, ...(tool && { rest: tool }) } },
});

export const DESCRIBED: Readonly<Record<string, Spec>> = {
  ...JS,
  ...PACKAGES,
  ...PYTHON_TOOLS,
  ...PY_RUNNERS,
  ...NATIVE,
  ...OTHERS,
  ...SERVICES,
  ...MACHINE,
  pip: PIP,
  pip3: PIP,
  poetry: running(POETRY, '--quiet -q', PYTHON_TOOL),
  pdm: running({}, '', PYTHON_TOOL),
  pipenv: running({}, '', PYTHON_TOOL),
  rye: running({}, '', PYTHON_TOOL),
  hatch: running(PY_RUNNERS['hatch'] ?? {}, '', PYTHON_TOOL),
  uv: running(
    UV,
    '--frozen --locked --no-sync --all-extras --extra:word --group:word --dev --no-dev -q --quiet --offline --isolated -p:num --python:num',
    PYTHON_TOOL,
  ),
  bundle: running(OTHERS['bundle'] ?? {}, '', RUBY_TOOL, 'exec e'),
  composer: running(OTHERS['composer'] ?? {}, '', toolIn(PHP_TOOLS), 'exec'),
};
