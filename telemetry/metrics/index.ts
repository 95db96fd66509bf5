/** GET /metrics: the figures of this process, of the store, and of Temporal's SDK, as Prometheus reads them. */
import type { Registry } from 'prom-client';
import { type EventSource, eventFigures } from './events';
import { type LookFigures, lookFigures } from './looks';
import { processFigures } from './process';
import { createFigures, type Figures } from './registry';
import { type RequestFigures, requestFigures } from './requests';
import { type StateSource, stateFigures } from './state';

export interface MetricsOptions {
  readonly version: string;
  readonly source: StateSource & EventSource;
  readonly clock?: () => Date;
}

export interface Metrics extends RequestFigures, LookFigures {
  readonly contentType: string;
  /** All figures as text. */
  text(): Promise<string>;
  /** Adds what another part says in the same form. */
  include(name: string, text: () => Promise<string>): void;
}

/** All figures of ours. */
export function declareFigures(
  figures: Figures,
  { version, source, clock = () => new Date() }: MetricsOptions,
) {
  const { gauge, counter } = figures;
  gauge({ name: 'build_info', help: 'Version of the dashboard', labels: { version: [] } }).set([
    [[version], 1],
  ]);
  const failures = counter({
    name: 'metrics_failures_total',
    help: 'Figures that could not be read when Prometheus asked, by where they come from',
    labels: { source: ['store', 'state', 'temporal'] },
  });
  return {
    failures,
    count: eventFigures(figures, source),
    set: stateFigures(figures, source, clock),
    requests: requestFigures(figures),
    looks: lookFigures(figures),
  };
}

export function createMetrics(options: MetricsOptions): Metrics {
  const figures = createFigures();
  const { registry } = figures;
  const { failures, count, set, requests, looks } = declareFigures(figures, options);
  const others = new Map<string, () => Promise<string>>();
  /** What whoever never asks doesn't pay for. */
  let process: Registry | undefined;
  const ofProcess = (): Registry => (process ??= processFigures());
  const trying = async <T>(name: string, read: () => T | Promise<T>): Promise<T | undefined> => {
    try {
      return await read();
    } catch {
      failures.add([name]);
      return undefined;
    }
  };
  const once = async (): Promise<string> => {
    await trying('store', count);
    await trying('state', set);
    const texts = await Promise.all([...others].map(([name, text]) => trying(name, text)));
    const own = [await registry.metrics(), await ofProcess().metrics()];
    return [...own, ...texts.filter((text) => text !== undefined)].map(ended).join('');
  };
  let last: Promise<unknown> = Promise.resolve();

  return {
    ...requests,
    ...looks,
    contentType: registry.contentType,
    text() {
      // One after the other: two at once would count what happened twice.
      const text = last.then(once);
      last = text.catch(() => undefined);
      return text;
    },
    include: (name, text) => void others.set(name, text),
  };
}

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
