/** Who can reach the dashboard, and whether its password is one for that. */
import { type Config, ConfigError, isLoopback } from '../config';
import { DEFAULT_PASSWORD } from '../config/settings';

const OWN_PASSWORD = 'set ARCHITECT_PASSWORD to a password of your own';

/**
 * @returns what a person should know of it at the start; undefined where that is nothing
 * @throws ConfigError where everybody who knows the default password could come in
 */
export function checkAccess({
  host,
  container,
  password,
  port,
}: Pick<Config, 'host' | 'container' | 'password' | 'port'>): string | undefined {
  if (password !== DEFAULT_PASSWORD) return undefined;
  const faults: string[] = [];
  if (container !== undefined)
    faults.push(
      `This is a container (${container}), and its ports can be published: the default password is not taken here. To start, ${OWN_PASSWORD}.`,
    );
  if (!isLoopback(host))
    faults.push(
      `HOST="${host}" lets other machines in, and the default password is known to all: ${OWN_PASSWORD}, or leave HOST unset to stay on this machine.`,
    );
  if (faults.length > 0) throw new ConfigError(faults);
  return `The default password stands, so the dashboard is for this machine only: ${host}:${port}, called localhost, and through no proxy or tunnel. To use it from elsewhere, ${OWN_PASSWORD} and start it again.`;
}
