/**
 * What the rows of projects tell besides: how much is open, and what the last scan found.
 * @import { Milestone, Project } from '../../api/document/api-types'
 */
import { call } from './app/api';
import { OPEN } from './work-kinds';
import { totalOf } from './work-tabs';

/** The server's limit for one reading. */
const MOST_MILESTONES = 500;

/** @typedef {{ features?: number, bugs?: number, milestone?: Milestone | undefined }} Figures */

/** @type {Map<number, Figures>} */
const figures = new Map();

/** @param {number} id @returns {Figures} empty until they were read */
export const figuresOf = (id) => figures.get(id) ?? {};

/** @param {readonly Project[]} projects those shown */
export async function readFigures(projects) {
  const { items } = await call('GET /api/milestones', { query: { limit: MOST_MILESTONES } });
  await Promise.all(
    projects.map(async ({ id }) => {
      const [features, bugs] = await Promise.all([
        totalOf('features', { project_id: id, status: OPEN.features }),
        totalOf('bugs', { project_id: id, status: OPEN.bugs }),
      ]);
      // The last scanned come first.
      figures.set(id, { features, bugs, milestone: items.find((one) => one.project_id === id) });
    }),
  );
}
