/** Traces by the SDK of OpenTelemetry, sent by OTLP over HTTP. */
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';
import {
  type Context,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
  TraceFlags,
} from '@opentelemetry/api';
import { type ExportResult, ExportResultCode, parseTraceParent } from '@opentelemetry/core';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import {
  BatchSpanProcessor,
  ParentBasedSampler,
  RandomIdGenerator,
  type ReadableSpan,
  type SpanExporter,
  TraceIdRatioBasedSampler,
  TracerProvider,
} from '@opentelemetry/sdk-trace';
import type { Logger } from 'pino';
import { withLogFields } from '../log-fields';
import type { CurrentSpan, Tracing, TracingOptions } from './types';

const KINDS = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;
const SEND_TIMEOUT_MS = 3_000;
const SEND_EVERY_MS = 2_000;

export function otlpTracing({ config, version, host, log }: TracingOptions): Tracing {
  const ids = givenIds();
  const exporter = new OTLPTraceExporter({
    url: `${config.endpoint}/v1/traces`,
    headers: { ...config.headers },
    timeoutMillis: SEND_TIMEOUT_MS,
  });
  const provider = new TracerProvider({
    resource: resourceFromAttributes({
      'service.name': config.serviceName,
      'service.version': version,
      'host.name': host,
    }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(config.share) }),
    idGenerator: ids,
    spanProcessors: [
      new BatchSpanProcessor({ exporter: reporting(exporter, log), scheduledDelayMillis: SEND_EVERY_MS }),
    ],
  });
  const tracer = provider.getTracer('architect-dashboard', version);
  const spans = new AsyncLocalStorage<Span>();

  const parentOf = (traceparent: string | undefined): Context => {
    const remote = traceparent === undefined ? null : parseTraceParent(traceparent);
    if (remote) return trace.setSpanContext(ROOT_CONTEXT, { ...remote, isRemote: true });
    const current = spans.getStore();
    return current && traceparent === undefined ? trace.setSpan(ROOT_CONTEXT, current) : ROOT_CONTEXT;
  };
  const run: Tracing['run'] = async ({ name, kind, fields, parent }, work) => {
    const span = tracer.startSpan(name, { kind: KINDS[kind], attributes: { ...fields } }, parentOf(parent));
    const { traceId } = span.spanContext();
    try {
      return await spans.run(span, () => withLogFields({ traceId }, () => work(currentSpan(span))));
    } catch (error) {
      // Its message may quote what it failed with.
      span.setStatus({ code: SpanStatusCode.ERROR });
      span.setAttribute('error.type', error instanceof Error ? error.name : typeof error);
      throw error;
    } finally {
      span.end();
    }
  };

  return {
    isOn: true,
    run,
    within: (name, fields, work) =>
      spans.getStore() ? run({ name, kind: 'internal', fields }, work) : work(),
    note: (name, fields) => void spans.getStore()?.addEvent(name, { ...fields }),
    record({ name, kind, fields, parent, spanId, startMs, hasFailed }) {
      ids.next(spanId);
      const start = { kind: KINDS[kind], attributes: { ...fields }, startTime: startMs };
      const span = tracer.startSpan(name, start, parentOf(parent));
      if (hasFailed) span.setStatus({ code: SpanStatusCode.ERROR });
      span.end();
    },
    traceparent() {
      const span = spans.getStore()?.spanContext();
      if (!span) return undefined;
      const isSampled = (span.traceFlags & TraceFlags.SAMPLED) !== 0;
      return `00-${span.traceId}-${span.spanId}-${isSampled ? '01' : '00'}`;
    },
    stop: () => provider.shutdown(),
  };
}

const currentSpan = (span: Span): CurrentSpan => ({
  rename: (name) => void span.updateName(name),
  set: (fields) => void span.setAttributes({ ...fields }),
  fail: () => void span.setStatus({ code: SpanStatusCode.ERROR }),
});

/** Random ids, but for a span that others have named as their parent before it was made. */
function givenIds() {
  const random = new RandomIdGenerator();
  let given: string | undefined;
  return {
    next: (spanId: string): void => void (given = spanId),
    generateTraceId: () => random.generateTraceId(),
    generateSpanId(): string {
      const id = given ?? random.generateSpanId();
      given = undefined;
      return id;
    },
  };
}

/** Says once that traces don't arrive, and once that they do again. */
function reporting(exporter: OTLPTraceExporter, log: Logger): SpanExporter {
  let isAway = false;
  // A batch is due when a span ends: that is not what its lines are about.
  const note = AsyncResource.bind(({ code, error }: ExportResult): void => {
    const failed = code === ExportResultCode.FAILED;
    if (failed && !isAway) log.warn({ err: error }, 'traces could not be sent; they are lost until it works');
    if (!failed && isAway) log.info('traces are sent again');
    isAway = failed;
  });
  return {
    export: (batch: ReadableSpan[], done) =>
      exporter.export(batch, (result) => {
        note(result);
        done(result);
      }),
    shutdown: () => exporter.shutdown(),
    forceFlush: () => exporter.forceFlush(),
  };
}
