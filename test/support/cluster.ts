/** The Temporal cluster of `npm run test:cluster`, where the tests run on one. */
import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { env } from 'node:process';
import { promisify } from 'node:util';

/** Its host:port; undefined: each dashboard has an engine of its own. */
export const clusterAddress = (): string | undefined => env['ARCHITECT_TEST_CLUSTER'];

/** Settings of a dashboard with a namespace of its own there; none where there is no cluster. */
export async function clusterSettings(temporalBinary: string): Promise<Record<string, string>> {
  const address = clusterAddress();
  if (address === undefined) return {};
  const namespace = `test-${randomUUID()}`;
  const create = ['operator', 'namespace', 'create', '--namespace', namespace, '--retention', '1d'];
  await promisify(execFile)(temporalBinary, [...create, '--address', address]);
  return { TEMPORAL_ADDRESS: address, TEMPORAL_NAMESPACE: namespace };
}
