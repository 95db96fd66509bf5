/**
 * The projects by number, for the names in rows and for choices.
 * @import { Project } from '../../api/document/api-types'
 */
import { call } from './app/api';

/** @type {Map<number, Project>} */
let projects = new Map();

/** Reads them anew: there are few, compared with what belongs to them. */
export async function readProjects() {
  const all = await call('GET /api/projects', { query: { sort: 'name' } });
  projects = new Map(all.map((project) => [project.id, project]));
}

/** @param {number | null} id */
export const projectName = (id) => (id === null ? '' : (projects.get(id)?.name ?? `project ${id}`));

/** Choices for a select. What is chosen is among them, also where it is archived or gone. @param {string} chosen */
export function projectChoices(chosen) {
  const known = [...projects.values()]
    .filter(({ id, status }) => status !== 'archived' || String(id) === chosen)
    .map(({ id, name }) => ({ value: String(id), label: name }));
  const isMissing = chosen && !known.some(({ value }) => value === chosen);
  return isMissing ? [...known, { value: chosen, label: `Project ${chosen}` }] : known;
}
