import type { DeployInput } from '../../../workflows/contracts/task-inputs';
import { TaskRefusedError } from '../context';
import { fileIn, isExecutable } from './files';
import type { Command } from './types';

export function deployCommand({ script, target, args = [] }: DeployInput, dir: string): Command {
  const path = fileIn(dir, script);
  if (!isExecutable(path)) throw new TaskRefusedError(`${script} is not executable: run chmod +x ${script}`);
  return { argv: [path, target, ...args], env: { DEPLOY_TARGET: target } };
}
