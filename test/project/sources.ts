/** The files of the project. */
import { readdirSync } from 'node:fs';
import { join, posix } from 'node:path';

export const ROOT = join(__dirname, '..', '..');
const NOT_OURS = new Set([
  'node_modules',
  'dist',
  'data',
  'logs',
  'coverage',
  '.git',
  'histories',
  'screens',
]);
/** Paths from the root, with `/`. */
export function projectFiles(directory = ''): string[] {
  return readdirSync(join(ROOT, directory), { withFileTypes: true }).flatMap((entry) => {
    const path = posix.join(directory, entry.name);
    if (NOT_OURS.has(entry.name)) return [];
    return entry.isDirectory() ? projectFiles(path) : [path];
  });
}
