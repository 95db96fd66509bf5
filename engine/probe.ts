/** Questions to a Temporal frontend, each with a deadline. */
import { Connection } from '@temporalio/client';
import type { EngineConnectionOptions } from './connect';
import type { HttpDoor } from './types';

/**
 * A connection for health checks: made at the first call, without retries of its own, and back within 300 ms when the
 * server is (gRPC's default grows to two minutes).
 */
export function healthConnection(options: EngineConnectionOptions): Connection {
  return Connection.lazy({
    ...options,
    interceptors: [],
    connectTimeout: '1 second',
    channelArgs: { 'grpc.initial_reconnect_backoff_ms': 100, 'grpc.max_reconnect_backoff_ms': 300 },
  });
}

export const PROBE_DEADLINE_MS = 1_000;
const HTTP_DEADLINE_MS = 10_000;

/** Undefined where the frontend answers, else what went wrong. */
export function probeFrontend(connection: Connection): Promise<string | undefined> {
  return fault(() =>
    connection.withDeadline(Date.now() + PROBE_DEADLINE_MS, () =>
      connection.workflowService.getSystemInfo({}),
    ),
  );
}

/** Asks more than `probeFrontend`: the answer comes from the engine's database. */
export function probeNamespace(connection: Connection, namespace: string): Promise<string | undefined> {
  return fault(() =>
    connection.withDeadline(Date.now() + PROBE_DEADLINE_MS, () =>
      connection.workflowService.describeNamespace({ namespace }),
    ),
  );
}

/** The id of the cluster, which lives in its database; undefined where there is no answer. */
export async function clusterIdOf(connection: Connection, deadlineMs: number): Promise<string | undefined> {
  try {
    const { clusterId } = await connection.withDeadline(Date.now() + deadlineMs, () =>
      connection.workflowService.getClusterInfo({}),
    );
    return clusterId || undefined;
  } catch {
    return undefined;
  }
}

/** Whether the HTTP API refuses who doesn't know its name. */
export async function isHttpApiClosed({ httpPort }: HttpDoor): Promise<boolean> {
  const response = await fetch(`http://127.0.0.1:${httpPort}/api/v1/namespaces`, {
    signal: AbortSignal.timeout(HTTP_DEADLINE_MS),
  });
  await response.body?.cancel();
  return response.status === 403;
}

async function fault(ask: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await ask();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
