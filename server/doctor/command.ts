/** How `architect` is found: `npx architect` outside of the checkout is somebody else's package. */
import { realpathSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { PROJECT_ROOT } from '../../config';
import { findProgram, searchPath } from '../../config/programs';
import { type Check, ok, warning } from './finding';

const OWN = join(PROJECT_ROOT, 'bin', 'architect.js');

export const checkCommand: Check = () => {
  const path = searchPath();
  const found = findProgram('architect', path);
  if (found === undefined) return warning('"architect" is not on PATH.', linkCommand(path));
  return realpathSync(found) === realpathSync(OWN)
    ? ok(`${found} is this checkout's.`)
    : warning(`${found} is not the command of this checkout (${OWN}).`, linkCommand(path));
};

/** In a directory of the user's that is on PATH, or with the line that puts it there. */
function linkCommand(path: string): string {
  const own = [join(homedir(), '.local', 'bin'), join(homedir(), 'bin')];
  const onPath = own.find((dir) => path.split(delimiter).includes(dir));
  const dir = onPath ?? own[0] ?? homedir();
  const link = `mkdir -p ${dir} && ln -sf ${OWN} ${join(dir, 'architect')}`;
  return onPath === undefined ? `${link}, and add ${dir} to PATH.` : link;
}
