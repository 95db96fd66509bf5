/** What .gitignore files leave out, those of the directories above and `.git/info/exclude` included. */
import { readFileSync, existsSync } from 'node:fs';
import ignore, { type Ignore } from 'ignore';
import { dirname, join, posix, relative, sep } from 'node:path';

/** Rules of one directory and of those above it. Paths are relative to the project's directory, with `/`. */
export interface Rules {
  /** A directory's path ends in `/`. */
  ignores(path: string): boolean;
  /** The rules inside of the directory `path`, which has the .gitignore `text`. */
  within(path: string, text: string): Rules;
}

interface Level {
  /** A path from the project's directory as one from the directory of the rules. */
  readonly ownPath: (path: string) => string;
  readonly rules: Ignore;
}

function rulesOf(levels: readonly Level[]): Rules {
  return {
    ignores(path) {
      // The deepest rule that says anything decides, as in git.
      for (const { ownPath, rules } of levels) {
        const { ignored, unignored } = rules.test(ownPath(path));
        if (ignored || unignored) return ignored;
      }
      return false;
    },
    within: (directory, text) =>
      rulesOf([{ ownPath: (path) => path.slice(directory.length), rules: ignore().add(text) }, ...levels]),
  };
}

/**
 * The rules that hold in `root` before its own .gitignore is read: those of the repository it is a part of.
 * A directory that is no repository has none.
 */
export function outerRules(root: string): Rules {
  const above: string[] = [];
  for (let dir = root; ; dir = dirname(dir)) {
    if (existsSync(join(dir, '.git'))) return rulesOf(levelsAbove(root, dir, above));
    if (dir === dirname(dir)) return rulesOf([]);
    above.push(dirname(dir));
  }
}

function levelsAbove(root: string, repository: string, above: readonly string[]): Level[] {
  const sources = above.map((dir) => ({ dir, file: join(dir, '.gitignore') }));
  sources.push({ dir: repository, file: join(repository, '.git', 'info', 'exclude') });
  const levels: Level[] = [];
  for (const { dir, file } of sources) {
    const text = readQuietly(file);
    if (text === null) continue;
    const prefix = pathFrom(dir, root);
    const rules = ignore().add(text);
    // A repository of settings in a home directory ignores all else there: that says nothing about this project.
    if (prefix !== '' && rules.ignores(prefix)) return [];
    levels.push({ ownPath: (path) => prefix + path, rules });
  }
  return levels;
}

/** `packages/app/`, or `''` for the same directory. */
function pathFrom(dir: string, root: string): string {
  const path = relative(dir, root).split(sep).join(posix.sep);
  return path === '' ? '' : `${path}/`;
}

function readQuietly(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}
