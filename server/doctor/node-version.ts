import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config';
import { type Check, fault, ok } from './finding';

/** @param version that of this process unless a test has another one */
export const nodeFinding = (version = process.versions.node): ReturnType<Check> => {
  const wanted = minimum();
  return compare(version, wanted) >= 0
    ? ok(`Node.js ${version}.`)
    : fault(
        `Node.js ${version} is too old: ${wanted} or newer is needed.`,
        'Install a newer one (https://nodejs.org) and start again.',
      );
};

export const checkNode: Check = () => nodeFinding();

function minimum(): string {
  const { engines } = JSON.parse(readFileSync(join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
    engines: { node: string };
  };
  return engines.node.replace('>=', '');
}

function compare(one: string, other: string): number {
  return one.localeCompare(other, 'en', { numeric: true });
}
