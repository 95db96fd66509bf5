/** Secrets that sessions and tasks ask for by name, to get the values in their environment. */
import { z } from 'zod';
import { invalid } from './errors';
import { ENVIRONMENT_NAME } from './schemas';

export const secretNames = z
  .array(
    z
      .string({ error: 'expected the name of a secret' })
      .regex(ENVIRONMENT_NAME, { error: 'expected the name of a secret that is of letters, digits and _' }),
    { error: 'expected a list of names of secrets' },
  )
  .max(100, { error: 'expected at most 100 names' })
  .default([]);

/** `missing`: those of `names` that the vault doesn't have. @throws ApiError that names the field */
export function refuseSecrets(
  missing: readonly string[],
  names: readonly string[],
  env: Readonly<Record<string, string>>,
): void {
  for (const [index, name] of names.entries()) {
    if (missing.includes(name)) throw invalid(`secrets.${index}`, `there is no secret named '${name}'`);
    if (name in env) throw invalid(`secrets.${index}`, `'${name}' is set in env as well`);
  }
}
