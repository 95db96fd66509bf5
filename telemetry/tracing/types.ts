/** What is traced. No span has a prompt's text, a screen or a secret: ids, sizes and words of ours only. */
import type { Logger } from 'pino';
import type { TracingConfig } from '../../config/tracing-settings';

export type SpanFields = Readonly<Record<string, string | number | boolean>>;

export interface SpanStart {
  readonly name: string;
  readonly kind: 'server' | 'client' | 'internal';
  readonly fields: SpanFields;
  /** As of W3C Trace Context; unset = what it is in the course of, and a new trace if that is nothing. */
  readonly parent?: string | undefined;
}

export interface EndedSpan extends Omit<SpanStart, 'parent'> {
  readonly parent: string;
  /** What others have named as their parent already. */
  readonly spanId: string;
  readonly startMs: number;
  readonly hasFailed: boolean;
}

/** The span that work runs in. */
export interface CurrentSpan {
  rename(name: string): void;
  set(fields: SpanFields): void;
  fail(): void;
}

export interface Tracing {
  readonly isOn: boolean;
  /** Runs `work` in a span; it fails with it. */
  run<T>(start: SpanStart, work: (span: CurrentSpan) => Promise<T>): Promise<T>;
  /** As `run` within a span; without one just the work. */
  within<T>(name: string, fields: SpanFields, work: () => Promise<T>): Promise<T>;
  /** Something happened in the course of the current span. */
  note(name: string, fields: SpanFields): void;
  /** A span that is over. */
  record(span: EndedSpan): void;
  /** Of the current span. */
  traceparent(): string | undefined;
  /** Sends what has not been sent. */
  stop(): Promise<void>;
}

export interface TracingOptions {
  readonly config: TracingConfig;
  readonly version: string;
  readonly host: string;
  readonly log: Logger;
}
