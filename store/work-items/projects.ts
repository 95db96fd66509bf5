/** The projects, and what becomes of their features and bugs when one is removed. */
import { WorkItemError } from './errors';
import type { BugRow, FeatureRow, ProjectRow } from './rows';
import { type Check, type RecordDeps, type RecordRepository, recordRepository } from './table';

export interface ProjectDeps extends RecordDeps {
  readonly features: Pick<RecordRepository<FeatureRow>, 'remove'>;
  readonly bugs: Pick<RecordRepository<BugRow>, 'remove'>;
}

export type Projects = ReturnType<typeof projectsRepository>;

export function projectsRepository({ features, bugs, ...deps }: ProjectDeps) {
  const table = recordRepository<ProjectRow>(deps, {
    ...{ table: 'projects', noun: 'project', text: ['name', 'description', 'source_path'] },
  });
  const { db, transition } = deps;
  const idsOf = (what: 'features' | 'bugs') =>
    db.prepare<[number], number>(`SELECT id FROM ${what} WHERE project_id = ? ORDER BY id`).pluck();
  const featureIds = idsOf('features');
  const bugIds = idsOf('bugs');

  return {
    ...table,
    /**
     * Removes the project; with `cascade` its features and bugs too. False: there is no such project.
     * @throws WorkItemError where it has some and `cascade` is false; whatever `check` throws
     */
    remove: transition(
      (id: number, actor: string, options: { cascade: boolean; check?: Check<ProjectRow> }): boolean => {
        const has = { features: featureIds.all(id), bugs: bugIds.all(id) };
        const counts = Object.entries(has).filter(([, ids]) => ids.length > 0);
        const refuseChildren = (): void => {
          if (options.cascade || counts.length === 0) return;
          const what = counts.map(
            ([name, ids]) => `${ids.length} ${ids.length === 1 ? name.slice(0, -1) : name}`,
          );
          throw new WorkItemError(
            'in_use',
            null,
            `Project ${id} has ${listed(what)}. Archive it (status "archived"), or remove them with it (cascade=true).`,
          );
        };
        const current = table.get(id);
        if (!current) return false;
        options.check?.(current);
        refuseChildren();
        for (const bug of has.bugs) bugs.remove(bug, actor);
        for (const feature of has.features) features.remove(feature, actor);
        return table.remove(id, actor);
      },
    ),
  };
}

function listed(words: readonly string[]): string {
  return words.length < 2 ? words.join() : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;
}
