import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The directory that holds package.json, whether the code runs from source or from dist/. */
export const PROJECT_ROOT = findProjectRoot(__dirname);

function findProjectRoot(from: string): string {
  for (let dir = from; ; dir = dirname(dir)) {
    if (existsSync(join(dir, 'package.json'))) return dir;
    if (dir === dirname(dir)) throw new Error(`No package.json above ${from}.`);
  }
}
