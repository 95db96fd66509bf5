/** The engine that the test files of a run share: see test/support/shared/engine.cjs. */
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { clusterAddress } from './cluster';

/** Its address; it is started for the first who asks. */
export async function sharedEngine(): Promise<string> {
  const cluster = clusterAddress();
  if (cluster !== undefined) return cluster;
  const port = process.env['ARCHITECT_TEST_ENGINE'];
  if (port === undefined) throw new Error('Nobody offers an engine: see test/support/shared/engine.cjs.');
  const address = await text(connect(Number(port), '127.0.0.1'));
  if (address === '') throw new Error('The engine that the tests share did not start.');
  return address;
}
