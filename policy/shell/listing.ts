/** Commands that print names of files, so that it is known where the names lie which `xargs` gets. */
import type { Command, CommandNode } from 'unbash';
import { isInsideByName, ledTo, resolveIn } from '../paths';
import { commandWords } from './simple';
import { namesOfFind, namesOfPatterns, type FoundNames } from './found-names';
import { isLiteral } from './value';
import type { WordScope } from './scope';

interface Fed {
  readonly fed: boolean;
  readonly names: FoundNames | undefined;
}

/** Directories below which the printed names lie; undefined if that can't be told. */
export function listedBelow(command: CommandNode, before: Fed, scope: WordScope): FoundNames | undefined {
  if (command.type !== 'Command' || !onlyErrorsRedirected(command)) return undefined;
  const [name, ...values] = commandWords(command, { ...scope, onScript: () => undefined });
  const understood = values.every((value) => value.certainty === 'literal' || value.certainty === 'glob');
  if (!isLiteral(name) || !understood) return undefined;
  const args = values.map((value) => value.text);
  if (before.fed) return isFilter(name.text, args) ? before.names : undefined;
  if (!isLister(name.text, args)) return undefined;
  const { dirs, places } = scope;
  // Any word may be the place that is searched; where none is outside, no name is.
  const inside = args.every((text) => {
    const bare = !/=[~/]|[=/]\.\.(\/|$)/.test(text);
    return (
      bare &&
      dirs.every((dir) =>
        [resolveIn(dir, text), ledTo(dir, text, places)].every(
          (path) => path !== undefined && isInsideByName(path, places.projectRoot),
        ),
      )
    );
  });
  return inside ? { dirs, only: patternsOf(name.text, args) } : undefined;
}

function onlyErrorsRedirected(command: Command): boolean {
  return command.redirects.every(
    (redirect) =>
      redirect.type === 'Redirect' &&
      redirect.descriptor?.type === 'FileDescriptor' &&
      redirect.descriptor.value === 2,
  );
}

function patternsOf(name: string, args: readonly string[]): readonly string[] {
  if (name === 'find') return namesOfFind(args);
  return name === 'git' && args[0] === 'ls-files' ? namesOfPatterns(args.slice(1)) : [];
}

/** Prints names, not contents. */
function isLister(name: string, args: readonly string[]): boolean {
  const has = (pattern: RegExp) => args.some((arg) => pattern.test(arg));
  if (name === 'find') return !has(/^-f?printf$/);
  if (name === 'fd') return !has(/^--format/);
  if (name === 'ls') return true;
  if (name === 'rg') return has(/^(-\w*l|--files|--files-with(out)?-match(es)?)$/);
  if (name === 'grep' || (name === 'git' && args[0] === 'grep'))
    return has(/^(-\w*[lL]|--files-with(out-)?-?match(es)?|--name-only)$/);
  return name === 'git' && (args[0] === 'ls-files' || (args[0] === 'diff' && args.includes('--name-only')));
}

/** Passes on lines it gets, and reads nothing else. */
function isFilter(name: string, args: readonly string[]): boolean {
  if (name === 'grep') return args.filter((arg) => !/^-[vEiFwxP]+$/.test(arg)).length === 1;
  if (name === 'head' || name === 'tail') return args.every((arg) => /^-?n?-?\d*$/.test(arg));
  if (name === 'sort' || name === 'uniq' || name === 'tac')
    return args.every((arg) => /^-[a-z0-9]+$/.test(arg));
  return false;
}

/** Names in the environment that hold no secret, as `env | grep NAME` looks for them. */
const NAMES =
  /^\^?(NODE(_ENV|_VERSION)?|(GO|JAVA|PYTHON|RUST|CARGO|RUBY|LANG|LC|NVM|CONDA|PNPM|XDG|TMUX|TERM)(_\w*|PATH|ROOT|_?HOME)?|PATH|HOME|SHELL|USER|EDITOR|PWD|CI|DISPLAY|VIRTUAL_ENV|VIRTUAL|TZ)=?$/i;

export function filtersEnvironment(command: CommandNode | undefined, scope: WordScope): boolean {
  if (command?.type !== 'Command' || command.redirects.length > 0) return false;
  const [name, ...args] = commandWords(command, { ...scope, onScript: () => undefined });
  if (!isLiteral(name) || name.text !== 'grep' || !args.every(isLiteral)) return false;
  const words = args.map((value) => value.text).filter((text) => !/^-[iEw]+$/.test(text));
  return words.length === 1 && (words[0] ?? '').split('|').every((word) => NAMES.test(word));
}
