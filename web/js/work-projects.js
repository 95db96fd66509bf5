/**
 * The projects by number, for the names in rows and for choices.
 * @import { Project } from '../../api/client-shapes'
 */
import { call } from './api.js';

/** @type {Map<number, Project>} */
let projects = new Map();

/** Reads them anew: there are few, compared with what belongs to them. */
export async function readProjects() {
  const all = await call('GET /api/projects', { query: { sort: 'name' } });
  projects = new Map(all.map((project) => [project.id, project]));
}

/** @param {number | null} id */
export const projectName = (id) => (id === null ? '' : (projects.get(id)?.name ?? `project ${id}`));

/** Choices for a select; those that are archived only where they are chosen. @param {string} [chosen] */
export const projectChoices = (chosen) =>
  [...projects.values()]
    .filter(({ id, status }) => status !== 'archived' || String(id) === chosen)
    .map(({ id, name }) => ({ value: String(id), label: name }));
