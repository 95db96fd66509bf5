/** A plan, or a task of one, as a person wrote it: sent as it is, so that the server names the lines of what is wrong. */
import { readFileSync } from 'node:fs';
import type { Context } from './context';
import { UsageError } from './errors';
import { readAll } from './io';

/** JSON is YAML too. @throws UsageError */
export async function planFile(context: Context, file: string): Promise<string> {
  if (file === '-') return readAll(context.io.stdin);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`plan: ${file} can not be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
