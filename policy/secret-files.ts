/** Which files may hold secrets, by their names. */
import picomatch from 'picomatch';
import { SECRETS, WITHOUT_SECRETS } from './default-rules/files';

const OPTIONS = { dot: true, noextglob: true, nonegate: true, nocase: true };
const isSecret = picomatch(
  SECRETS.map((pattern) => pattern.slice(1)),
  OPTIONS,
);
const isExample = picomatch(`**/${WITHOUT_SECRETS}`, OPTIONS);

/** `path`: relative, from the top of a project. */
export const mayHoldSecrets = (path: string): boolean => isSecret(path) && !isExample(path);
