/** Secrets that sessions and tasks ask for by name, to get the values in their environment. */
import { invalid } from '../http/errors';

/** `missing`: those of `names` that the vault doesn't have. @throws HttpError that names the field */
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
