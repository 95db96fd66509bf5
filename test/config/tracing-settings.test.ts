/** Traces are set by the variables of OpenTelemetry, and are off without an address. */
import { ConfigError, loadConfig } from '../../config';
import { OWN_SETTING_NAMES } from '../../config/settings';

const ENDPOINT = 'http://localhost:4318';

test('without an address there are none', () => {
  expect(loadConfig({}).tracing).toBeUndefined();
  expect(loadConfig({ OTEL_SERVICE_NAME: 'mine' }).tracing).toBeUndefined();
});

test('an address is enough', () => {
  expect(loadConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: `${ENDPOINT}/` }).tracing).toEqual({
    ...{ endpoint: ENDPOINT, headers: {}, serviceName: 'architect-dashboard', share: 1 },
  });
});

test('headers are read as OpenTelemetry writes them', () => {
  const of = (text: string) =>
    loadConfig({ OTEL_EXPORTER_OTLP_ENDPOINT: ENDPOINT, OTEL_EXPORTER_OTLP_HEADERS: text }).tracing?.headers;
  expect(of('authorization=Bearer%20x, x-team = a=b')).toEqual({
    authorization: 'Bearer x',
    'x-team': 'a=b',
  });
});

test.each([
  ['OTEL_EXPORTER_OTLP_ENDPOINT', 'localhost:4318'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'no value'],
  ['OTEL_EXPORTER_OTLP_HEADERS', 'a=%zz'],
  ['OTEL_TRACES_SAMPLER_ARG', '2'],
])('%s="%s" is refused by name', (name, value) => {
  expect(() => loadConfig({ [name]: value })).toThrow(ConfigError);
  expect(() => loadConfig({ [name]: value })).toThrow(new RegExp(name));
});

test('they stay in the environment of agents, which may have traces of their own', () => {
  expect(OWN_SETTING_NAMES.filter((name) => name.startsWith('OTEL_'))).toEqual([]);
});
