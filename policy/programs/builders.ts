/** Programs that are told goals: each goal is judged by itself, `make test deploy` is `make test` and `make deploy`. */
import { isLiteral, type Value } from '../shell/value';
import { vet, type Spec } from './spec';
import { DESCRIBED } from './tools';
import { doubtful, note, type Program } from './types';

const MAKE: Spec = {
  options:
    '-j:num? --jobs:num? -k -s -B -n -i -w -C:in --directory:in --silent --quiet --keep-going --dry-run --always-make --no-print-directory --version -v --help -O:word? --output-sync:word? -q',
  operands: 'target',
};
const JUST: Spec = { options: '-l --list --summary --version -n --dry-run -q --quiet', operands: 'target' };
const TASK: Spec = {
  options: '-l --list -a --list-all --version -s --silent -v --verbose -f --force',
  operands: 'target',
};

/** Settings that only make it say more. */
const SAYS_MORE = /^(V|VERBOSE|DEBUG|CI|Q|QUIET)=\w*$/;

function goals(spec: Spec): Program {
  return (call) => {
    // `-j 4`: the number isn't a goal.
    const args = call.args.filter(
      (value, index) =>
        value.source !== '-j$(nproc)' && !(/^\d+$/.test(value.text) && call.args[index - 1]?.text === '-j'),
    );
    const judged = args.filter((value) => !(isLiteral(value) && SAYS_MORE.test(value.text)));
    const wrong = vet(call, judged, spec);
    call.findings.ranTool(call);
    const set = wrong && /^[\w.]+[:+?]?=/.test(wrong.text) ? 'environment' : 'unknown-option';
    const doubt = wrong && doubtful(set, wrong);
    const named: readonly (Value | undefined)[] = judged.filter((value) => !value.text.startsWith('-'));
    for (const goal of named.length > 0 ? named : [undefined])
      note(call, 'plain', { args: goal ? [goal] : [], doubt });
  };
}

const OTHERS = ['mvn', './mvnw', 'mvnd', 'gradle', './gradlew', 'rake', 'ninja'];

export const BUILDERS: Readonly<Record<string, Program>> = {
  make: goals(MAKE),
  gmake: goals(MAKE),
  just: goals(JUST),
  task: goals(TASK),
  ...Object.fromEntries(OTHERS.map((name) => [name, goals(DESCRIBED[name] ?? {})])),
};
