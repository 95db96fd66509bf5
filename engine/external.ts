/** A Temporal cluster that exists already: nothing is started, only watched. */
import type { Connection } from '@temporalio/client';
import { connectionOptions } from './connect';
import { hasGrpcCode, NOT_FOUND } from './grpc';
import { healthConnection, probeFrontend } from './probe';
import { ensureSearchAttributes, SEARCH_ATTRIBUTES } from './search-attributes';
import type { Engine, EngineOptions } from './types';
import { HealthWatch } from './watch';

const ANSWER_WITHIN_MS = 10_000;

/** @throws EngineError where the TLS settings can't be used */
export async function startExternal({ temporal, log }: EngineOptions, address: string): Promise<Engine> {
  const connection = healthConnection(connectionOptions(temporal, address));
  const watch = new HealthWatch({ probe: () => probeFrontend(connection), log });
  let stopped = false;
  let searchable = false;
  // Looked at once it is up, be that now or later.
  const unsubscribe = watch.onState((state) => {
    if (state === 'down') return;
    unsubscribe();
    void inspectNamespace(connection, temporal.namespace, log, () => stopped).then((found) => {
      searchable = found;
    });
  });
  await watch.check();
  if (watch.state === 'down') {
    log.warn(
      { address },
      `No answer from the Temporal cluster at ${address}. Prompts are accepted and wait; it is asked again twice a second. ` +
        'If this stays so, check TEMPORAL_ADDRESS, TEMPORAL_TLS, TEMPORAL_TLS_CERT, TEMPORAL_TLS_KEY and TEMPORAL_API_KEY.',
    );
  }
  return {
    address,
    httpDoor: () => undefined,
    kind: 'external',
    state: () => watch.state,
    trouble: () =>
      watch.state === 'up'
        ? undefined
        : "The Temporal cluster doesn't answer. It is asked again twice a second; prompts are accepted and wait.",
    searchable: () => searchable,
    onState: (listener) => watch.onState(listener),
    stop: async () => {
      stopped = true;
      watch.stop();
      await connection.close();
    },
  };
}

/**
 * A cluster of others: what is missing there is said, not mended behind their back, but for the search attributes.
 * True where it has those.
 */
async function inspectNamespace(
  connection: Connection,
  namespace: string,
  log: EngineOptions['log'],
  isStopped: () => boolean,
): Promise<boolean> {
  try {
    await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      ensureSearchAttributes(connection, namespace),
    );
    return true;
  } catch (error) {
    if (isStopped()) return false;
    if (hasGrpcCode(error, NOT_FOUND)) {
      log.error(
        { namespace },
        `The cluster has no namespace "${namespace}". Create it (temporal operator namespace create -n ${namespace}) or set TEMPORAL_NAMESPACE.`,
      );
      return false;
    }
    const commands = Object.entries(SEARCH_ATTRIBUTES).map(([name, type]) => `--name ${name} --type ${type}`);
    log.warn(
      { namespace, err: error },
      `The search attributes can't be checked or added. If they are missing, add them: temporal operator search-attribute create -n ${namespace} ${commands.join(' ')}`,
    );
    return false;
  }
}
