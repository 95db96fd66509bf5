/** The native part of Temporal's SDK: once a process, and as long as that lives. */
import { type LogEntry, Runtime, type RuntimeOptions, type Worker } from '@temporalio/worker';
import type { Logger } from 'pino';
import { installWithMetrics } from './sdk-metrics';

/** Of the whole process: once, before its first worker. @returns the figures of the SDK at the moment */
export function installRuntime(log: Logger): Promise<() => Promise<string>> {
  const logger = pinoAdapter(log);
  return installWithMetrics((metrics) => {
    const telemetryOptions = {
      logging: { forward: {}, filter: 'WARN' as const },
      ...(metrics && { metrics }),
    };
    installKept({ logger, telemetryOptions });
  }, log);
}

/** The same without figures. @returns what ends it, once all its connections are closed */
export const installPlainRuntime = (log: Logger): (() => Promise<void>) =>
  installKept({ logger: pinoAdapter(log), telemetryOptions: { logging: { forward: {}, filter: 'WARN' } } });

/** What the SDK counts as users of its runtime. It is its own, and so it may be gone with another release. */
interface Counted {
  readonly backRefs?: Set<object>;
}

/**
 * The SDK shuts its runtime down when its last connection is closed or could not be made, and makes another one for the
 * next. One that passes on its log keeps four descriptors and its threads then: an engine that is away for an hour would
 * cost a thousand. With a user that never goes there is one for all connections.
 */
function installKept(options: RuntimeOptions): () => Promise<void> {
  const runtime = Runtime.install(options);
  (runtime as unknown as Counted).backRefs?.add({});
  return () => runtime.shutdown();
}

/**
 * All of them, or none: one that was made beside one that could not be would hold the connection.
 * @throws why the first could not be made
 */
export async function allOrNone(making: readonly Promise<Worker>[]): Promise<Worker[]> {
  const ends = await Promise.allSettled(making);
  const failed = ends.find((end) => end.status === 'rejected');
  const made = ends.flatMap((end) => (end.status === 'fulfilled' ? [end.value] : []));
  if (failed === undefined) return made;
  // Only one that has run lets go of its connection.
  await Promise.allSettled(made.map((worker) => worker.runUntil(Promise.resolve())));
  throw failed.reason;
}

function pinoAdapter(log: Logger) {
  const at =
    (level: 'debug' | 'info' | 'warn' | 'error') =>
    (message: string, meta?: LogEntry['meta']): void =>
      log[level](meta ?? {}, message);
  return {
    log: (level: LogEntry['level'], message: string, meta?: LogEntry['meta']) =>
      at(level === 'TRACE' ? 'debug' : (level.toLowerCase() as 'debug'))(message, meta),
    trace: at('debug'),
    debug: at('debug'),
    info: at('info'),
    warn: at('warn'),
    error: at('error'),
  };
}
