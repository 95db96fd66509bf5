/**
 * The files of a project that may hold something to do. Symbolic links are not followed: what they lead to is in the
 * project as well, or is not a part of it, and no circle of them can hold the scan.
 */
import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { syntaxOfName, extensionOf } from './comments/languages';
import { outerRules, type Rules } from './ignored';
import { isPlanFile } from './plans';

export interface Walk {
  readonly signal: AbortSignal;
  /** Called for each file worth reading. */
  readonly onFile: (path: string, name: string) => Promise<void>;
  readonly left: LeftOut;
}

/** What was left out, counted; what could not be read, by path. */
export interface LeftOut {
  /** Files and directories that .gitignore names. */
  ignored: number;
  /** Directories with code of others, and files that were generated. */
  vendored: number;
  links: number;
  binary: number;
  huge: number;
  /** Paths that could not be read; a directory's ends in `/`. */
  readonly unread: string[];
}

/** More files than this are no project but a disk. */
const MAX_FILES = 200_000;
const VENDORED_DIRECTORY =
  /^(?:\.git|\.hg|\.svn|node_modules|bower_components|jspm_packages|vendor|third[-_]?party|Pods|Carthage|\.venv|venv|virtualenv|site-packages|__pycache__|\.tox|\.nox|\.eggs|\.mypy_cache|\.pytest_cache|\.gradle|\.terraform|\.next|\.nuxt|\.svelte-kit|\.yarn|\.pnp|dist|target|coverage|\.cache|\.idea|\.vscode)$/i;
const GENERATED_FILE =
  /(?:[.-]min\.(?:js|css|mjs)|\.bundle\.js|\.pb\.go|_pb2(?:_grpc)?\.py|\.g\.dart|\.designer\.cs)$/i;

/** @throws what reading `root` itself throws; an AbortError when it is cancelled */
export async function walk(root: string, { signal, onFile, left }: Walk): Promise<{ files: number }> {
  let files = 0;
  const visit = async (directory: string, entries: Dirent[], outer: Rules): Promise<void> => {
    signal.throwIfAborted();
    const rules = await ownRules(root, directory, entries, outer);
    const inner: string[] = [];
    for (const entry of entries) {
      const path = directory + entry.name;
      const isDirectory = entry.isDirectory();
      if (entry.isSymbolicLink()) left.links += 1;
      else if (isDirectory && VENDORED_DIRECTORY.test(entry.name)) left.vendored += 1;
      else if (!isDirectory && !entry.isFile()) continue;
      else if (rules.ignores(isDirectory ? `${path}/` : path)) left.ignored += 1;
      else if (isDirectory) inner.push(`${path}/`);
      else if (GENERATED_FILE.test(entry.name)) left.vendored += 1;
      else if (isWorthReading(entry.name) && files < MAX_FILES) {
        files += 1;
        await onFile(path, entry.name);
      }
    }
    for (const path of inner) {
      const content = await read(root, path, left);
      // A repository inside is a project of its own.
      if (content?.some(({ name }) => name === '.git')) left.vendored += 1;
      else if (content) await visit(path, content, rules);
    }
  };
  await visit('', await readdir(root, { withFileTypes: true }), outerRules(root));
  return { files };
}

async function read(root: string, path: string, left: LeftOut): Promise<Dirent[] | null> {
  try {
    return (await readdir(join(root, path), { withFileTypes: true })).sort(byName);
  } catch {
    left.unread.push(path);
    return null;
  }
}

const byName = (a: Dirent, b: Dirent): number => (a.name < b.name ? -1 : 1);

async function ownRules(root: string, directory: string, entries: Dirent[], outer: Rules): Promise<Rules> {
  if (!entries.some((entry) => entry.name === '.gitignore' && entry.isFile())) return outer;
  try {
    return outer.within(directory, await readFile(join(root, directory, '.gitignore'), 'utf8'));
  } catch {
    return outer;
  }
}

/** Its name says what is in it, or it has no extension and may be a script. */
function isWorthReading(name: string): boolean {
  return syntaxOfName(name) !== undefined || isPlanFile(name) || extensionOf(name) === '';
}
