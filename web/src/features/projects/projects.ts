/** The projects by number, for the names in rows and for choices. */
import { signal } from '@preact/signals';
import type { Project } from '../../../../api/document/api-types';
import { call } from '../../app/api';

const projects = signal<ReadonlyMap<number, Project>>(new Map());

/** Reads them anew: there are few, compared with what belongs to them. */
export async function readProjects(): Promise<void> {
  const all = await call('GET /api/projects', { query: { sort: 'name' } });
  projects.value = new Map(all.map((project) => [project.id, project]));
}

export const projectName = (id: number | null): string =>
  id === null ? '' : (projects.value.get(id)?.name ?? `project ${id}`);

export interface ProjectChoice {
  readonly value: string;
  readonly label: string;
}

/** Choices for a select. What is chosen is among them, also if it is archived or gone. */
export function projectChoices(chosen: string): ProjectChoice[] {
  const known = [...projects.value.values()]
    .filter(({ id, status }) => status !== 'archived' || String(id) === chosen)
    .map(({ id, name }) => ({ value: String(id), label: name }));
  const isMissing = chosen && !known.some(({ value }) => value === chosen);
  return isMissing ? [...known, { value: chosen, label: `Project ${chosen}` }] : known;
}
