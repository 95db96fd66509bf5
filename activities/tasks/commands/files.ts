/** Files that a task names: they must lie in its directory, wherever links lead. */
import { accessSync, constants, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isInsideOnDisk, realPath } from '../../../store/real-path';
import { TaskRefusedError } from '../context';

/**
 * The real path of file `name` of `dir`.
 * @throws Refusal if it isn't there, is no file, or lies outside
 */
export function fileIn(dir: string, name: string): string {
  const path = realPath(resolve(dir, name));
  if (path === undefined || !statSync(path).isFile())
    throw new TaskRefusedError(`there is no file ${name} in ${dir}`);
  if (!isInsideOnDisk(path, dir)) throw new TaskRefusedError(`${name} lies outside of ${dir}`);
  return path;
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}
