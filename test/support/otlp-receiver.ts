/** A collector of OpenTelemetry as far as a test needs one: keeps the spans that it is sent as JSON. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

export interface ReceivedSpan {
  readonly name: string;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly events: readonly string[];
  readonly startMs: number;
  readonly endMs: number;
}

export interface OtlpReceiver {
  readonly url: string;
  spans(): readonly ReceivedSpan[];
  /** All that came, as it came. */
  raw(): string;
  /** Headers of the last request. */
  headers(): Readonly<Record<string, unknown>>;
  close(): Promise<void>;
}

const NS_A_MS = 1e6;

export async function otlpReceiver(): Promise<OtlpReceiver> {
  const spans: ReceivedSpan[] = [];
  const raw: string[] = [];
  let headers = {};
  const server = createServer((req, res) => {
    void json(req).then((body: any) => {
      headers = req.headers;
      if (req.url !== '/v1/traces') return void res.writeHead(404).end();
      raw.push(JSON.stringify(body));
      for (const { scopeSpans } of body.resourceSpans)
        for (const { spans: some } of scopeSpans) spans.push(...some.map(received));
      res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => spans,
    raw: () => raw.join('\n'),
    headers: () => headers,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function received(span: any): ReceivedSpan {
  const { name, traceId, spanId, parentSpanId, attributes, events = [] } = span;
  return {
    ...{ name, traceId, spanId, parentSpanId },
    fields: Object.fromEntries(
      attributes.map(({ key, value }: any) => [key, value.stringValue ?? Number(value.intValue)]),
    ),
    events: events.map((event: any) => event.name),
    startMs: Number(span.startTimeUnixNano) / NS_A_MS,
    endMs: Number(span.endTimeUnixNano) / NS_A_MS,
  };
}
