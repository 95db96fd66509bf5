/** Figures for Prometheus (docs/observability.md): prom-client, in a registry of this server's own. */
import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** Of all figures that are ours. */
export const PREFIX = 'architect_';

/** Label -> the values that it may have: what else comes is counted as `other`, so that there are never more. */
export type Labels = Readonly<Record<string, readonly string[]>>;
export const OTHER = 'other';

export interface Declared {
  readonly name: string;
  readonly help: string;
  readonly labels?: Labels;
}

/** Figures with labels of few values. A figure that is declared is there from the beginning, as 0. */
export function createFigures() {
  const registry = new Registry();
  const base = ({ name, help, labels = {} }: Declared) => ({
    ...{ name: `${PREFIX}${name}`, help, registers: [registry] },
    labelNames: Object.keys(labels),
  });

  return {
    registry,
    counter(declared: Declared) {
      const counter = new Counter(base(declared));
      const { labels = {} } = declared;
      for (const values of allOf(labels)) counter.inc(values, 0);
      return {
        add: (values: readonly (string | null)[], amount = 1): void =>
          counter.inc(valued(labels, values), amount),
      };
    },
    /** What it is at the moment: each time all of its values are set. */
    gauge(declared: Declared) {
      const gauge = new Gauge(base(declared));
      const { labels = {} } = declared;
      return {
        set(rows: readonly (readonly [values: readonly (string | null)[], value: number])[]): void {
          gauge.reset();
          for (const values of allOf(labels)) gauge.set(values, 0);
          for (const [values, value] of rows) gauge.inc(valued(labels, values), value);
        },
      };
    },
    histogram(declared: Declared & { readonly buckets: readonly number[] }) {
      const histogram = new Histogram({ ...base(declared), buckets: [...declared.buckets] });
      const { labels = {} } = declared;
      // What is there from the beginning as 0 has an increase with the first that happens.
      for (const values of allOf(labels)) histogram.zero(values);
      return {
        observe: (values: readonly (string | null)[], value: number): void =>
          histogram.observe(valued(labels, values), value),
      };
    },
  };
}

export type Figures = ReturnType<typeof createFigures>;

/** So many series are made in advance, at most; of others those that are seen. */
const MOST_IN_ADVANCE = 64;

/** Each set of values that the labels may have; none where there are many. */
function allOf(labels: Labels): Record<string, string>[] {
  const values = Object.values(labels);
  if (values.some((some) => some.length === 0)) return [];
  if (values.reduce((product, some) => product * some.length, 1) > MOST_IN_ADVANCE) return [];
  return Object.entries(labels).reduce<Record<string, string>[]>(
    (sets, [name, some]) => sets.flatMap((set) => some.map((value) => ({ ...set, [name]: value }))),
    [{}],
  );
}

/** An empty list of values: whoever declares the label sees to it that there are few. */
function valued(labels: Labels, values: readonly (string | null)[]): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).map(([name, allowed], at) => {
      const value = values[at] ?? OTHER;
      return [name, allowed.length === 0 || allowed.includes(value) ? value : OTHER];
    }),
  );
}
