/** Checks what a request holds with the schemas of its operation. */
import type { z } from 'zod';
import { HttpError } from './errors';
import { validationMessage } from './validation-messages';

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
  const fault = (path: readonly PropertyKey[], message: string) => {
    const line = lineOf(path);
    return { field: named(path), message: line === undefined ? message : `${message} (line ${line})` };
  };
  const faults = result.error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => fault([...issue.path, key], 'is not a known field'))
      : [fault(issue.path, issue.message)],
  );
  // One fault a field is enough to mend it.
  const details = faults.filter(
    ({ field }, index) => faults.findIndex((fault) => fault.field === field) === index,
  );
  throw new HttpError(
    400,
    'invalid_request',
    details.map((one) => `${one.field}: ${one.message}`).join('; '),
    details,
  );
}
