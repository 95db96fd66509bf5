/**
 * Traces of OpenTelemetry: off unless there is an address for them. Only then its SDK is loaded (otlp.ts), so whoever
 * has none pays nothing.
 */
import type { CurrentSpan, Tracing, TracingOptions } from './types';

export type { EndedSpan, SpanFields, SpanStart, Tracing } from './types';

const NOBODY: CurrentSpan = { rename: () => undefined, set: () => undefined, fail: () => undefined };

export const NO_TRACING: Tracing = {
  isOn: false,
  run: (_start, work) => work(NOBODY),
  within: (_name, _fields, work) => work(),
  note: () => undefined,
  record: () => undefined,
  traceparent: () => undefined,
  stop: () => Promise.resolve(),
};

/** @param config undefined = no traces */
export async function openTracing({
  config,
  ...options
}: Omit<TracingOptions, 'config'> & {
  readonly config: TracingOptions['config'] | undefined;
}): Promise<Tracing> {
  if (config === undefined) return NO_TRACING;
  const { otlpTracing } = await import('./otlp.js');
  return otlpTracing({ config, ...options });
}
