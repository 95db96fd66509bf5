/** Where projects have their files. */
import type { Db } from '../db/open';

export interface ProjectPath {
  readonly id: number;
  readonly name: string;
  readonly source_path: string | null;
}

export type ProjectPaths = ReturnType<typeof projectPathsRepository>;

export function projectPathsRepository(db: Db) {
  const get = db.prepare<[number], ProjectPath>('SELECT id, name, source_path FROM projects WHERE id = ?');
  const active = db
    .prepare<[], number>(
      "SELECT id FROM projects WHERE coalesce(status, 'active') = 'active' AND coalesce(source_path, '') <> '' ORDER BY id",
    )
    .pluck();
  return {
    get: (id: number) => get.get(id),
    /** Ids of the active projects that have a directory. */
    activeIds: () => active.all(),
  };
}
