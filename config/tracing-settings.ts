/** The settings of traces, under the names that OpenTelemetry has for them. */
import { z } from 'zod';

const HEADERS = 'expected headers like name=value,other=value';
const PAIR = /^\s*([\w!#$%&'*+.^`|~-]+)\s*=\s*(.*?)\s*$/;

const pairs = z.string().transform((text, context) => {
  const found = text.split(',').map((part) => PAIR.exec(part));
  if (found.every((pair) => pair !== null)) {
    try {
      return Object.fromEntries(found.map(([, name = '', value = '']) => [name, decodeURIComponent(value)]));
    } catch {
      // Said below.
    }
  }
  context.addIssue({ code: 'custom', message: HEADERS });
  return z.NEVER;
});

export const TRACING_SETTINGS = {
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .url({ protocol: /^https?$/, error: 'expected an address like http://localhost:4318' })
    .optional()
    .describe(
      'address of a collector of OpenTelemetry that gets traces by OTLP over HTTP; unset = no traces',
    ),
  OTEL_EXPORTER_OTLP_HEADERS: pairs
    .optional()
    .describe('headers that are sent with them, as name=value, comma-separated'),
  OTEL_SERVICE_NAME: z
    .string()
    .min(1)
    .prefault('architect-dashboard')
    .describe('name of this dashboard in traces'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .prefault('1')
    .describe('share of the requests that are traced, 0 to 1; of one that its sender traces that decides'),
};

/** Agents take these too, for traces of their own. */
export const SHARED_TRACING_SETTINGS: readonly string[] = Object.keys(TRACING_SETTINGS);

export interface TracingConfig {
  /** No slash at the end. */
  readonly endpoint: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly serviceName: string;
  readonly share: number;
}

/** undefined: there are no traces. */
export const tracingConfig = (
  values: z.output<z.ZodObject<typeof TRACING_SETTINGS>>,
): TracingConfig | undefined =>
  values.OTEL_EXPORTER_OTLP_ENDPOINT === undefined
    ? undefined
    : {
        endpoint: values.OTEL_EXPORTER_OTLP_ENDPOINT.replace(/\/+$/, ''),
        headers: values.OTEL_EXPORTER_OTLP_HEADERS ?? {},
        serviceName: values.OTEL_SERVICE_NAME,
        share: values.OTEL_TRACES_SAMPLER_ARG,
      };
