/** Rows of a measurement that is repeated with growing numbers: each against the smallest. */
import type { Row } from './report';
import { median, ms, percentile, times } from './statistics';

export interface Point {
  readonly size: number;
  readonly samples: readonly number[];
}

/** @param goalMs of the largest; undefined = there is none */
export function curveRows(what: string, of: string, points: readonly Point[], goalMs?: number): Row[] {
  const [smallest] = points;
  const largest = points.at(-1);
  if (!smallest) return [];
  return points.map((point): Row => {
    const middle = median(point.samples);
    const hasGoal = goalMs !== undefined && point === largest;
    return {
      what: `${what}, ${point.size.toLocaleString('en')} ${of}`,
      limit: point === smallest ? '' : `${ms(median(smallest.samples))} with ${smallest.size}`,
      ours: `${ms(middle)} (p99 ${ms(percentile(point.samples, 0.99))})`,
      ...(point !== smallest && { ratio: times(middle / median(smallest.samples)) }),
      goal: hasGoal ? `< ${goalMs} ms` : '',
      ...(hasGoal && { met: middle < goalMs }),
    };
  });
}
