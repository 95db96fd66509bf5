/** Files that a task names: they must lie in its directory, wherever links lead. */
import { accessSync, constants, realpathSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { isInside } from '../../../store/tasks/places';
import { Refusal } from '../context';

/**
 * The real path of file `name` of `dir`.
 * @throws Refusal where it isn't there, is no file, or lies outside
 */
export function fileIn(dir: string, name: string): string {
  const path = realPath(resolve(dir, name));
  if (path === undefined || !statSync(path).isFile()) throw new Refusal(`there is no file ${name} in ${dir}`);
  if (!isInside(path, dir)) throw new Refusal(`${name} lies outside of ${dir}`);
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

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
