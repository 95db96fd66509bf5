/** The examples for Grafana and Prometheus ask for figures that there are, by labels that they have. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { PROJECT_ROOT } from '../../../config';
import { createMetrics, declareFigures } from '../../../telemetry/metrics';
import { createFigures } from '../../../telemetry/metrics/registry';
import { type TestStore, testStore } from '../../store/support';
import { alertQueries, dashboardQueries, figuresIn } from './queries';
import { optionsOf } from './support';

let record: TestStore;
/** Figure -> its labels; of those of the process without. */
const labelsOf = new Map<string, readonly string[]>();
beforeAll(async () => {
  record = testStore();
  const figures = createFigures();
  declareFigures(figures, optionsOf(record.store));
  for (const { name, type } of await figures.registry.getMetricsAsJSON()) {
    const { labelNames } = figures.registry.getSingleMetric(name) as unknown as { labelNames: string[] };
    const isHistogram = String(type) === 'histogram';
    for (const end of isHistogram ? ['_bucket', '_sum', '_count'] : [''])
      labelsOf.set(name + end, labelNames);
  }
  const text = await createMetrics(optionsOf(record.store)).text();
  for (const [, name = ''] of text.matchAll(/^((?:process|nodejs)_\w+)/gm)) labelsOf.set(name, []);
});
afterAll(() => record.close());

/** Prometheus adds the first two; buckets have the third. */
const EVERYWHERE = ['job', 'instance', 'le'];

describe.each([
  ['the dashboard', dashboardQueries],
  ['the rules', alertQueries],
])('%s', (_what, queries) => {
  it('asks for figures that there are, by labels that they have', () => {
    const asked = queries()
      .flatMap(figuresIn)
      .filter(({ name }) => !name.startsWith('temporal_'));
    expect(asked.length).toBeGreaterThan(20);
    const unknown = asked.filter(
      ({ name, labels }) =>
        !labelsOf.has(name) ||
        labels.some((label) => !EVERYWHERE.includes(label) && !labelsOf.get(name)?.includes(label)),
    );
    expect(unknown).toEqual([]);
  });
});

const panel = z.object({
  id: z.number(),
  title: z.string().min(1),
  type: z.enum(['row', 'stat', 'timeseries']),
  gridPos: z.object({ x: z.number(), y: z.number(), w: z.number(), h: z.number() }),
});

test('the panels of the dashboard have ids of their own, and none lies on another', () => {
  const text = readFileSync(join(PROJECT_ROOT, 'docs', 'observability', 'grafana.json'), 'utf8');
  const { panels } = z.object({ panels: z.array(panel) }).parse(JSON.parse(text));
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_none, at) => `${x + (at % w)}/${y + Math.floor(at / w)}`),
  );
  expect(new Set(cells).size).toBe(cells.length);
  expect(Math.max(...panels.map(({ gridPos: { x, w } }) => x + w))).toBe(24);
});

test('every rule says what is wrong and what to do', () => {
  const text = readFileSync(join(PROJECT_ROOT, 'docs', 'observability', 'alerts.yml'), 'utf8');
  const rule = z.strictObject({
    alert: z.string().regex(/^Architect[A-Z]\w+$/),
    expr: z.string(),
    for: z.string().optional(),
    labels: z.strictObject({ severity: z.enum(['critical', 'warning', 'info']) }),
    annotations: z.strictObject({ summary: z.string().min(10), action: z.string().min(10) }),
  });
  const groups = z.array(z.object({ name: z.string(), rules: z.array(rule) }));
  const { groups: all } = z.object({ groups }).parse(parse(text));
  const names = all.flatMap(({ rules }) => rules.map(({ alert }) => alert));
  expect(new Set(names).size).toBe(names.length);
});
