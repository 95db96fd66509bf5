/** A plan, or a task of one, as a person wrote it: sent as it is, so that the server names the lines of what is wrong. */
import { readFileSync } from 'node:fs';
import type { Context } from './context';
import { UsageError } from './errors';
import { readAll } from './io';

/** @throws UsageError */
export async function sendPlanFile(
  context: Context,
  method: 'POST' | 'PATCH' | 'PUT',
  path: string,
  file: string,
  headers = {},
): Promise<unknown> {
  return context.client.request(method, path, { yaml: await planFile(context, file), headers });
}

/** JSON is YAML too. */
async function planFile(context: Context, file: string): Promise<string> {
  if (file === '-') return readAll(context.io.stdin);
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`plan: ${file} can not be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}
