/** Figures for Prometheus: there are never more of them than the words of their labels allow. */
import { createFigures } from '../../../telemetry/metrics/registry';
import { lookFigures } from '../../../telemetry/metrics/looks';
import { requestFigures } from '../../../telemetry/metrics/requests';
import { seriesOf } from './support';

const read = async ({ registry }: ReturnType<typeof createFigures>) => seriesOf(await registry.metrics());

test('a value that its label does not have counts as other', async () => {
  const figures = createFigures();
  const counter = figures.counter({ name: 'x_total', help: 'x', labels: { agent: ['claude', 'codex'] } });
  for (const agent of ['claude', 'aider', 'mine', null]) counter.add([agent]);
  expect(await read(figures)).toEqual(
    new Map([
      ['x_total{agent="claude"}', 1],
      ['x_total{agent="codex"}', 0],
      ['x_total{agent="other"}', 3],
    ]),
  );
});

test('a gauge has what was set last, and 0 for the rest', async () => {
  const figures = createFigures();
  const gauge = figures.gauge({ name: 'y', help: 'y', labels: { stage: ['a', 'b'] } });
  gauge.set([[['a'], 3]]);
  gauge.set([
    [['b'], 1],
    [['b'], 1],
  ]);
  expect(await read(figures)).toEqual(
    new Map([
      ['y{stage="a"}', 0],
      ['y{stage="b"}', 2],
    ]),
  );
});

test('requests are told by their operation, whatever was asked for', async () => {
  const figures = createFigures();
  const { answered } = requestFigures(figures);
  answered('GET', '/api/tasks/:id', 200, 0.003);
  answered('GET', '/api/tasks/:id', 404, 0.003);
  answered('GET', undefined, 404, 0.001);
  answered('MADEUP', undefined, 405, 0.001);
  const now = await read(figures);
  const count = (method: string, route: string, code: number) =>
    now.get(`http_request_duration_seconds_count{method="${method}",route="${route}",code="${code}"}`);
  expect(count('GET', '/api/tasks/:id', 200)).toBe(1);
  expect(count('GET', '/api/tasks/:id', 404)).toBe(1);
  expect(count('GET', 'other', 404)).toBe(1);
  expect(count('other', 'other', 405)).toBe(1);
  expect(
    now.get(
      'http_request_duration_seconds_bucket{le="0.005",method="GET",route="/api/tasks/:id",code="200"}',
    ),
  ).toBe(1);
});

test('looks are told by agent and by whether it and its screen agreed', async () => {
  const figures = createFigures();
  const looks = lookFigures(figures);
  looks.ticked({ tookMs: 4, panes: 12, captures: 3 });
  looks.ticked({ tookMs: 2, panes: 11, captures: 0 });
  looks.looked({ agent: 'claude', isRecognised: true, isDisputed: false });
  looks.looked({ agent: 'claude', isRecognised: true, isDisputed: true });
  looks.looked({ agent: undefined, isRecognised: false, isDisputed: false });
  const now = await read(figures);
  expect(now.get('tmux_panes')).toBe(11);
  expect(now.get('tmux_captures_total')).toBe(3);
  expect(now.get('tmux_tick_duration_seconds_count')).toBe(2);
  expect(now.get('tmux_tick_duration_seconds_sum')).toBeCloseTo(0.006);
  expect(now.get('detection_looks_total{agent="claude",result="agreed"}')).toBe(1);
  expect(now.get('detection_looks_total{agent="claude",result="disputed"}')).toBe(1);
  expect(now.get('detection_looks_total{agent="other",result="unrecognised"}')).toBe(1);
});
