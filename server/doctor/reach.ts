/** Who can come in from outside, and how. */
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { ConfigError, isLoopback } from '../../config';
import { DEFAULT_PASSWORD } from '../../config/settings';
import { checkAccess } from '../access';
import { type Check, fault, isOurs, ok, tlsOf, warning } from './finding';

const CONNECT_TIMEOUT_MS = 1_000;
const OWN_PASSWORD = 'Set ARCHITECT_PASSWORD to a password of your own, and restart.';

export const checkReach: Check = async (facts) => {
  const { config } = facts;
  if (config.password !== DEFAULT_PASSWORD) {
    return isLoopback(config.host) || tlsOf(facts) !== undefined
      ? ok('The password is one of your own.')
      : warning(
          'Other machines reach the dashboard over plain HTTP: passwords can be read on the way.',
          'architect restart --ssl, or a proxy with HTTPS before it and HOST=127.0.0.1.',
        );
  }
  try {
    checkAccess(config);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return fault(error.faults.join(' '), OWN_PASSWORD);
  }
  const ports = [config.port, config.monitorPort].filter((port) => port !== 0);
  const open = isOurs(facts) ? await openFromOutside(ports) : [];
  return open.length > 0
    ? fault(
        `The default password stands, and something forwards to it from outside (${open.join(', ')}).`,
        OWN_PASSWORD,
      )
    : ok('The default password stands, and the dashboard is reached from this machine only.');
};

/** Addresses of this machine for others at which somebody answers for our ports. */
async function openFromOutside(ports: readonly number[]): Promise<string[]> {
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  const outer = addresses.filter(({ internal, scopeid }) => !internal && !scopeid);
  const asked = outer.flatMap(({ address }) => ports.map((port) => ({ address, port })));
  const answers = await Promise.all(asked.map(async (one) => ((await isOpen(one)) ? [one] : [])));
  return answers.flat().map(({ address, port }) => `${address}, port ${port}`);
}

function isOpen({ address, port }: { address: string; port: number }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port, timeout: CONNECT_TIMEOUT_MS });
    const end = (connected: boolean): void => {
      socket.destroy();
      resolve(connected);
    };
    socket.once('connect', () => end(true));
    socket.once('error', () => end(false));
    socket.once('timeout', () => end(false));
  });
}
