/** A plan, or a task of one, as a person wrote it: sent as it is, so that the server names the lines of what is wrong. */
import { readFileSync } from 'node:fs';
import type { Context } from './context';
import { UsageError } from './errors';
import { readAll } from './io';

/** As much YAML as the server reads. */
const MAX_YAML_BYTES = 1024 * 1024;

/** @throws UsageError */
export async function sendPlanFile(
  context: Context,
  method: 'POST' | 'PATCH' | 'PUT',
  path: string,
  file: string,
  headers = {},
): Promise<unknown> {
  const text = await planFile(context, file);
  const isLong = Buffer.byteLength(text) > MAX_YAML_BYTES;
  const body = isLong ? { body: await valueOf(text, file) } : { yaml: text };
  return context.client.request(method, path, { ...body, headers });
}

/** What a long plan says: the server takes more of it as JSON than as YAML. */
async function valueOf(text: string, file: string): Promise<Record<string, unknown>> {
  const { parseDocument } = await import('yaml');
  const document = parseDocument(text);
  const [fault] = document.errors;
  if (fault) throw new UsageError(`plan: ${file} isn't YAML that can be read: ${fault.message}`);
  const value: unknown = document.toJS();
  if (typeof value === 'object' && value !== null) return value as Record<string, unknown>;
  throw new UsageError(`plan: ${file} holds no plan: expected an object.`);
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
