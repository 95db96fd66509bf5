/** Checks what a request holds with the schemas of its operation. */
import type { z } from 'zod';
import { HttpError } from './errors';
import { validationMessage } from './validation-messages';

/** So many are named; a body may have a hundred thousand. */
const MOST_FAULTS = 50;

/** As `parse`; a parameter without a value (`?status=&q=x`) counts as not given. */
export function parseQuery<Schema extends z.ZodType>(
  schema: Schema,
  query: Readonly<Record<string, unknown>>,
): z.output<Schema> {
  const given = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
  // Of values that are a list in a parameter, the parameter is named.
  return checked(schema, given, ([name]) => String(name));
}

/** @throws HttpError 400 with each field and what was expected of it */
export function parse<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  lineOf?: (path: readonly PropertyKey[]) => number | undefined,
): z.output<Schema> {
  return checked(schema, value, (path) => path.join('.') || 'body', lineOf);
}

function checked<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  named: (path: readonly PropertyKey[]) => string,
  lineOf: (path: readonly PropertyKey[]) => number | undefined = () => undefined,
): z.output<Schema> {
  const result = schema.safeParse(value, { reportInput: false, error: validationMessage });
  if (result.success) return result.data;
  const messages = new Map<string, { path: readonly PropertyKey[]; message: string }>();
  // One fault a field is enough to mend it.
  const note = (path: readonly PropertyKey[], message: string): void => {
    const field = named(path);
    if (!messages.has(field)) messages.set(field, { path, message });
  };
  for (const issue of result.error.issues) {
    if (issue.code !== 'unrecognized_keys') note(issue.path, issue.message);
    else for (const key of issue.keys) note([...issue.path, key], 'is not a known field');
  }
  const details = [...messages].slice(0, MOST_FAULTS).map(([field, { path, message }]) => {
    const line = lineOf(path);
    return { field, message: line === undefined ? message : `${message} (line ${line})` };
  });
  const more = messages.size - details.length;
  throw new HttpError(
    400,
    'invalid_request',
    [
      ...details.map((one) => `${one.field}: ${one.message}`),
      ...(more > 0 ? [`and ${more} more faults`] : []),
    ].join('; '),
    details,
  );
}
