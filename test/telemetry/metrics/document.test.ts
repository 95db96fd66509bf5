/** docs/observability.md has every figure of ours, with its labels, and no others. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../../config';
import { createFigures, PREFIX } from '../../../telemetry/metrics/registry';
import { type TestStore, testStore } from '../../store/support';
import { declareFigures } from '../../../telemetry/metrics';
import { optionsOf } from './support';

let record: TestStore;
beforeAll(() => (record = testStore()));
afterAll(() => record.close());

const ROW = new RegExp(`^\\| \`(${PREFIX}\\w+)\` +\\| (.*?) *\\|`, 'gm');

test('the document has every figure with its labels, and no others', async () => {
  const text = readFileSync(join(PROJECT_ROOT, 'docs', 'observability.md'), 'utf8');
  const documented = [...text.matchAll(ROW)].map(([, name, labels = '']) =>
    `${name} ${labels.replaceAll('`', '')}`.trim(),
  );
  const figures = createFigures();
  declareFigures(figures, optionsOf(record.store));
  const declared = (await figures.registry.getMetricsAsJSON()).map(({ name }) => {
    const { labelNames } = figures.registry.getSingleMetric(name) as unknown as { labelNames: string[] };
    return `${name} ${labelNames.join(', ')}`.trim();
  });
  expect(documented.sort()).toEqual(declared.sort());
});
