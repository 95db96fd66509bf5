import { join } from 'node:path';
import type { PythonInput } from '../../../workflows/contracts/task-inputs';
import { fileIn, isExecutable } from './files';
import type { Command } from './types';

/** Output comes when it is written, not when a buffer is full. */
const ENV = { PYTHONUNBUFFERED: '1' };
const ENVIRONMENTS = ['.venv', 'venv'];

export function pythonCommand({ script, module, code, args = [] }: PythonInput, dir: string): Command {
  const python = pythonOf(dir);
  const what =
    script !== undefined ? [fileIn(dir, script)] : module !== undefined ? ['-m', module] : ['-c', code ?? ''];
  return { argv: [python, ...what, ...args], env: ENV };
}

/** The project's own environment where it has one. */
export function pythonOf(dir: string): string {
  const own = ENVIRONMENTS.map((name) => join(dir, name, 'bin', 'python')).find(isExecutable);
  return own ?? 'python3';
}
