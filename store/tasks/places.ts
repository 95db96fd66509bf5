/**
 * Where tasks may work: inside of the allowed roots and of the registered projects. Symbolic links are followed first,
 * so that none leads out.
 */
import { statSync } from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';
import type { Db } from '../db/open';
import { isInsideOnDisk, realPath, type RealPath } from '../real-path';

export interface WantedPlace {
  readonly projectId: number | null;
  /** Absolute, or relative to the project's directory. */
  readonly workingDir: string | null;
}

export type Place =
  /** A real, existing, allowed directory. */
  { readonly dir: RealPath } | { readonly fault: string; readonly field: 'project_id' | 'working_dir' };

interface Project {
  readonly name: string;
  readonly source_path: string | null;
}

export type TaskPlaces = ReturnType<typeof taskPlaces>;

export function taskPlaces(db: Db) {
  const project = db.prepare<[number], Project>('SELECT name, source_path FROM projects WHERE id = ?');
  const sourcePaths = db
    .prepare<[], string>("SELECT source_path FROM projects WHERE source_path <> ''")
    .pluck();

  /** The directory a task works in. Without a wish it is the first root. */
  function resolve({ projectId, workingDir }: WantedPlace, roots: readonly string[]): Place {
    let base = roots[0] ?? sep;
    if (projectId !== null) {
      const row = project.get(projectId);
      if (!row) return { field: 'project_id', fault: `there is no project ${projectId}` };
      if (row.source_path) base = row.source_path;
      else if (workingDir === null)
        return { field: 'project_id', fault: `project '${row.name}' has no source_path: give working_dir` };
      const fault = directoryFault(base);
      if (row.source_path && fault) return { field: 'project_id', fault: `its source_path: ${fault}` };
    } else if (workingDir !== null && !isAbsolute(workingDir)) {
      return { field: 'working_dir', fault: 'expected an absolute path, or project_id with it' };
    }
    const wanted = workingDir === null ? base : isAbsolute(workingDir) ? workingDir : join(base, workingDir);
    const fault = directoryFault(wanted);
    const dir = realPath(wanted);
    if (fault !== null || dir === undefined)
      return { field: 'working_dir', fault: fault ?? noDirectory(wanted) };
    const allowed = [...roots, ...sourcePaths.all()];
    if (allowed.some((root) => isInsideOnDisk(dir, root))) return { dir };
    const named = roots.join(', ');
    return {
      field: 'working_dir',
      fault: `${wanted} lies outside of ${named} and of every project's source_path; ARCHITECT_TASK_ROOTS names what is allowed`,
    };
  }
  return { resolve };
}

function directoryFault(path: string): string | null {
  try {
    return statSync(path).isDirectory() ? null : `${path} is no directory`;
  } catch {
    return noDirectory(path);
  }
}

const noDirectory = (path: string): string => `there is no directory ${path}`;
