/** What the rows of projects say besides: how much is open, and what the last scan found. */
import { signal } from '@preact/signals';
import type { Milestone, Project } from '../../../../api/document/api-types';
import { call } from '../../app/api';
import { OPEN } from '../work-items/kinds';
import { totalOf } from '../work-items/totals';

/** The server's limit for one reading. */
const MOST_MILESTONES = 500;

export interface Figures {
  readonly features: number;
  readonly bugs: number;
  readonly milestone: Milestone | undefined;
}

const figures = signal<ReadonlyMap<number, Figures>>(new Map());

/** undefined until they were read. */
export const figuresOf = (id: number): Figures | undefined => figures.value.get(id);

/** Of the projects that are shown. */
export async function readFigures(projects: readonly Project[]): Promise<void> {
  const { items } = await call('GET /api/milestones', { query: { limit: MOST_MILESTONES } });
  const read = projects.map(async ({ id }) => {
    const [features, bugs] = await Promise.all([
      totalOf('features', { project_id: id, status: OPEN.features }),
      totalOf('bugs', { project_id: id, status: OPEN.bugs }),
    ]);
    // The last scanned come first.
    return [id, { features, bugs, milestone: items.find((one) => one.project_id === id) }] as const;
  });
  figures.value = new Map([...figures.peek(), ...(await Promise.all(read))]);
}
