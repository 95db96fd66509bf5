/** The queries of the examples in docs/observability, and the figures that they ask for. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PROJECT_ROOT } from '../../../config';

const read = (file: string): string =>
  readFileSync(join(PROJECT_ROOT, 'docs', 'observability', file), 'utf8');

interface Panel {
  readonly targets?: readonly { readonly expr: string }[];
}
export const dashboardQueries = (): string[] =>
  (JSON.parse(read('grafana.json')) as { panels: readonly Panel[] }).panels.flatMap(({ targets = [] }) =>
    targets.map(({ expr }) => expr),
  );

interface Rules {
  readonly groups: readonly { readonly rules: readonly { readonly expr: string }[] }[];
}
export const alertQueries = (): string[] =>
  (parse(read('alerts.yml')) as Rules).groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));

/** Figures of a query with the labels that they are chosen by. */
export function figuresIn(query: string): { name: string; labels: string[] }[] {
  return [...query.matchAll(/\b((?:architect|process|nodejs|temporal)_\w+)(?:\{([^}]*)\})?/g)].map(
    ([, name = '', chosen = '']) => ({
      name,
      labels: [...chosen.matchAll(/(\w+)\s*(?:=~|!~|!=|=)\s*"/g)].map(([, label = '']) => label),
    }),
  );
}
