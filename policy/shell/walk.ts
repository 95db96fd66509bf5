/** Goes through a parsed command line: every command that may run, with the directories it may run in. */
import { parse } from 'unbash';
import type {
  AndOr,
  Command,
  CommandNode,
  CompoundList,
  For,
  ParsedScript,
  Pipeline,
  PipelineNode,
  Statement,
  SyntaxNode,
} from 'unbash';
import type { Findings } from '../findings';
import { resolveIn, staysInside, type Places } from '../paths';
import { judge, type Base } from '../programs';
import { faultsOf } from './complete';
import { boundIn } from './bindings';
import { both, either, merge, union, type Dirs, type Flow } from './flow';
import type { FoundNames } from './found-names';
import { isForkBomb } from './fork-bomb';
import { filtersEnvironment, listedBelow } from './listing';
import { assign, assignments, commandWords, printedHereDoc, redirections } from './simple';
import { testExpression } from './test-expression';
import { isLiteral, literal, shown, type Value } from './value';
import { valueOf, valuesOf } from './words';
import type { WordScope } from './scope';
import { isNumeric } from './arithmetic';

/** Scripts in scripts (`sh -c "sh -c ..."`, `$( $( ) )`); agents need two or three. */
const MAX_DEPTH = 8;

/** Places in which the shell may be after `cd a; cd b; ...`: they double with each. */
const MAX_DIRS = 16;

interface Context {
  readonly places: Places;
  readonly findings: Findings;
  readonly variables: ReadonlyMap<string, Value>;
  readonly depth: number;
  /** What standard input gives: see `Call`. */
  readonly fed: boolean;
  readonly names: FoundNames | undefined;
  readonly filtered?: boolean;
  /** Commands the walk has come to, to be compared with all there are. */
  readonly seen: Set<SyntaxNode>;
}

/** Notes in `findings` all that the command line `text` does. */
export function walkText(
  text: string,
  dirs: Dirs,
  places: Places,
  findings: Findings,
  fed = false,
  depth = 0,
): void {
  if (depth > MAX_DEPTH) {
    findings.fixed('too-long', text.slice(0, 80));
    return;
  }
  const script = parse(text);
  const seen = new Set<SyntaxNode>();
  const start = { fed, names: undefined, variables: new Map(), depth };
  list(script.commands, dirs, { ...start, places, findings, seen });
  for (const fault of faultsOf(script, seen)) findings.fixed('unparsable', fault);
}

function list(statements: readonly Statement[], dirs: Dirs, context: Context): Flow {
  let flow = both(dirs);
  for (const statement of statements) {
    const reachable = either(flow);
    // What stands after `exit` doesn't run, but is judged all the same.
    const from = reachable.length > 0 ? reachable : dirs;
    const after = node(statement.command, from, context);
    flow = statement.background ? both(from) : after;
  }
  return flow;
}

const inList = (compound: CompoundList, dirs: Dirs, context: Context) =>
  list(compound.commands, dirs, context);

function andOr(tree: AndOr, dirs: Dirs, context: Context): Flow {
  return tree.commands.slice(1).reduce<Flow>(
    (flow, command, index) => {
      const and = tree.operators[index] === '&&';
      const reached = and ? flow.ok : flow.failed;
      const next = node(command, reached.length > 0 ? reached : dirs, context);
      return and
        ? { ok: next.ok, failed: union(flow.failed, next.failed) }
        : { ok: union(flow.ok, next.ok), failed: next.failed };
    },
    tree.commands[0] ? node(tree.commands[0], dirs, context) : both(dirs),
  );
}

function pipeline(tree: Pipeline, dirs: Dirs, context: Context): Flow {
  const [first, ...others] = tree.commands;
  if (!first) return both(dirs);
  if (others.length === 0) {
    const flow = node(first, dirs, context);
    const negated = tree.prefixes.some((prefix) => prefix.type === 'Negation');
    return negated ? { ok: flow.failed, failed: flow.ok } : flow;
  }
  let fed = { fed: context.fed, names: context.names };
  let last = both(dirs);
  for (const [index, command] of tree.commands.entries()) {
    const filtered = filtersEnvironment(tree.commands[index + 1], scope(dirs, context));
    last = node(command, dirs, { ...context, ...fed, filtered });
    fed = { fed: true, names: listedBelow(command, fed, scope(dirs, context)) };
  }
  // zsh runs the last command of a pipeline in the shell itself, so a `cd` there stays.
  return both(union(dirs, either(last)));
}

function node(tree: PipelineNode | AndOr | CommandNode, dirs: Dirs, context: Context): Flow {
  if (!context.findings.spend()) return both(dirs);
  switch (tree.type) {
    case 'AndOr':
      return andOr(tree, dirs, context);
    case 'Pipeline':
      return pipeline(tree, dirs, context);
    case 'Command':
      return simple(tree, dirs, context);
    case 'Redirected': {
      const input = redirections(tree.redirects, scope(dirs, context), context.findings);
      const inner = { ...context, filtered: false };
      return node(tree.command, dirs, input ? { ...inner, fed: true, names: undefined } : inner);
    }
    case 'Subshell':
      inList(tree.body, dirs, context);
      return both(dirs);
    case 'BraceGroup':
      return inList(tree.body, dirs, context);
    case 'If': {
      const branches = [{ clause: tree.clause, then: tree.then }, ...tree.elif];
      let rest: Dirs = dirs;
      const flows = branches.map(({ clause, then }) => {
        const asked = inList(clause, rest, context);
        rest = asked.failed;
        return inList(then, asked.ok, context);
      });
      return merge(...flows, tree.else ? inList(tree.else, rest, context) : both(rest));
    }
    case 'While':
      return loop(dirs, context, () =>
        merge(inList(tree.clause, dirs, context), inList(tree.body, dirs, context)),
      );
    case 'For':
      return forLoop(tree, dirs, context);
    case 'Case': {
      const here = scope(dirs, context);
      valueOf(tree.word, here);
      for (const item of tree.items) for (const pattern of item.pattern) valueOf(pattern, here);
      // With `;&` one branch runs on into the next; directories then add up.
      const fallsThrough = tree.items.some((item) => item.terminator === ';&' || item.terminator === ';;&');
      const run = () => merge(both(dirs), ...tree.items.map((item) => inList(item.body, dirs, context)));
      return fallsThrough ? loop(dirs, context, run) : run();
    }
    case 'TestCommand':
      context.findings.add({ kind: 'command', text: '[[' });
      testExpression(tree.expression, scope(dirs, context), context.findings);
      return both(dirs);
    case 'ArithmeticCommand': {
      const numeric = isNumeric(tree.expression, scope(dirs, context).onScript);
      if (!numeric) context.findings.fixed('shell-feature', `((${tree.body}))`);
      return both(dirs);
    }
    case 'Function':
      context.findings.fixed(isForkBomb(tree) ? 'fork-bomb' : 'function-definition', `${tree.name.text}()`);
      return loop(dirs, context, () =>
        tree.body.type === 'CompoundList' ? inList(tree.body, dirs, context) : node(tree.body, dirs, context),
      );
    case 'ArithmeticFor':
    case 'Select':
      context.findings.fixed('shell-feature', tree.type === 'Select' ? 'select' : 'for ((...))');
      return loop(dirs, context, () => inList(tree.body, dirs, context));
    case 'Coproc':
      context.findings.fixed('shell-feature', 'coproc');
      return tree.body.type === 'CompoundList'
        ? inList(tree.body, dirs, context)
        : node(tree.body, dirs, context);
  }
}

/** A body that may run again and again: it has to end in a directory in which it may begin. */
function loop(dirs: Dirs, { findings }: Context, body: () => Flow): Flow {
  const after = either(body());
  const left = after.find((dir) => !dirs.includes(dir));
  if (left !== undefined) findings.fixed('leaves-directory', `cd ${left}`);
  return both(union(dirs, after));
}

/** The body is judged once for each word the variable takes. */
function forLoop(tree: For, dirs: Dirs, context: Context): Flow {
  const name = tree.name.text;
  const words = tree.wordlist?.flatMap((word) => valuesOf(word, scope(dirs, context))) ?? [];
  for (const word of [literal(''), ...words]) assign(name, { ...word, source: name }, true, context.findings);
  const known = tree.wordlist !== undefined && words.length <= 30 && !boundIn(tree.body).has(name);
  const bound = known
    ? words.filter((word) => word.certainty === 'literal' || word.certainty === 'glob')
    : [];
  const unbound = bound.length < words.length || bound.length === 0;
  return loop(dirs, context, () =>
    merge(
      ...bound.map((value) => {
        const variables = new Map(context.variables).set(name, value);
        return inList(tree.body, dirs, { ...context, variables });
      }),
      ...(unbound
        ? [inList(tree.body, dirs, { ...context, variables: without(context.variables, name) })]
        : []),
    ),
  );
}

function without(variables: ReadonlyMap<string, Value>, name: string): ReadonlyMap<string, Value> {
  return new Map([...variables].filter(([each]) => each !== name));
}

function scope(dirs: Dirs, context: Context): WordScope {
  const { places, variables } = context;
  return {
    places,
    dirs,
    variables,
    onScript: (script) => nested(script, dirs, context),
  };
}

/** A script inside a word; gives what it prints where that is known. */
function nested(script: ParsedScript, dirs: Dirs, context: Context): string | undefined {
  if (context.depth >= MAX_DEPTH) {
    context.findings.fixed('too-long', 'a substitution in a substitution');
    return undefined;
  }
  list(script.commands, dirs, { ...context, filtered: false, depth: context.depth + 1 });
  return printedHereDoc(script);
}

function simple(command: Command, dirs: Dirs, context: Context): Flow {
  const { findings, places, depth } = context;
  const here = scope(dirs, context);
  context.seen.add(command);
  assignments(command, here, findings);
  const input = redirections(command.redirects, here, findings);
  const words = commandWords(command, here);
  if (words.length === 0) return both(dirs);
  const [name] = words;
  if (isLiteral(name) && name.text === 'cd') return changeDirectory(words.slice(1), dirs, places, findings);
  const call: Base = {
    dirs,
    places,
    fed: context.fed || input,
    names: input ? undefined : context.names,
    filtered: context.filtered === true && command.redirects.length === 0,
    findings,
  };
  judge(words, call, (text, inDirs, fedTo) => walkText(text, inDirs, places, findings, fedTo, depth + 1));
  return endsShell(command, words) ? both([]) : both(dirs);
}

/** `exit` with two arguments, or a redirection that fails, doesn't end anything; nor does `return` here. */
function endsShell(command: Command, [name, ...args]: readonly Value[]): boolean {
  const plain = args.length === 0 || (args.length === 1 && isLiteral(args[0]));
  return isLiteral(name) && name.text === 'exit' && plain && command.redirects.length === 0;
}

function changeDirectory(args: readonly Value[], dirs: Dirs, places: Places, findings: Findings): Flow {
  const operands = isLiteral(args[0]) && args[0].text === '--' ? args.slice(1) : args;
  const [target, more] = operands;
  const source = ['cd', ...args.map((value) => value.source)].join(' ');
  findings.add({ kind: 'command', text: ['cd', ...args.map(shown)].join(' '), unclear: undefined });
  if (!isLiteral(target) || more || target.text.startsWith('-') || target.text === '') {
    findings.fixed('leaves-directory', source);
    return both(dirs);
  }
  const targets = union(dirs.map((dir) => resolveIn(dir, target.text)));
  const inside = staysInside(dirs, target.text, places);
  if (!inside || targets.length > MAX_DIRS) findings.fixed('leaves-directory', source);
  return targets.length > MAX_DIRS ? both(dirs) : { ok: targets, failed: dirs };
}
