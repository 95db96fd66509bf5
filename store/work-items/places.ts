/**
 * Where the work of a project may be done: in sessions whose directory is its source_path or below it, links followed on
 * both sides, and in those that were made for it, on the machine of this server. Asked in the transaction that gives a prompt its session, so that it
 * holds however the prompt or the session got there.
 */
import { statSync } from 'node:fs';
import type { HostState } from '../../workflows/contracts/hosts';
import type { Db } from '../db/open';
import type { ProjectRow } from './rows';
import { isInsideOnDisk, realPath, type RealPath } from '../real-path';

type Project = Pick<ProjectRow, 'id' | 'name' | 'source_path'>;

/** What of a session says where it is. */
export interface PlacedSession {
  readonly working_dir: string | null;
  /** The project it was made for, and the directory it was made in. */
  readonly project_id: number | null;
  readonly project_dir: string | null;
  /** Of the machine that it is on; null: it is on this one. */
  readonly host_state: HostState | null;
}

export type WorkPlaces = ReturnType<typeof workPlaces>;

export function workPlaces(architect: Db) {
  const get = architect.prepare<[number], Project>('SELECT id, name, source_path FROM projects WHERE id = ?');
  const others = architect
    .prepare<[number], string>("SELECT source_path FROM projects WHERE source_path <> '' AND id <> ?")
    .pluck();

  /** While the session is where it was made, it is its project's. */
  const madeFor = ({ project_id: id, project_dir: made }: PlacedSession, dir: RealPath): number | null =>
    made !== null && isInsideOnDisk(dir, made) ? id : null;

  /** Tells of which projects the session may do the work. Its directory is looked up once, at the first question. */
  function of(session: PlacedSession): (projectId: number) => boolean {
    // A directory of another machine is another one, whatever it is called.
    if (session.host_state !== null) return () => false;
    let known: { readonly dir: RealPath | undefined; readonly made: number | null } | undefined;
    const find = () => {
      const dir = session.working_dir === null ? undefined : realPath(session.working_dir);
      return { dir, made: dir === undefined ? null : madeFor(session, dir) };
    };
    return (projectId) => {
      const { dir, made } = (known ??= find());
      if (dir === undefined) return false;
      if (made === projectId) return true;
      const path = get.get(projectId)?.source_path;
      if (path) return isInsideOnDisk(dir, path);
      // Where it is to be done wasn't said: anywhere but where another project's work is done.
      return made === null && !others.all(projectId).some((other) => isInsideOnDisk(dir, other));
    };
  }

  return {
    of,
    /** `/srv/app, the directory of project 'app'`. */
    nameOf(projectId: number): string {
      const project = get.get(projectId);
      if (!project) return `a directory of no other project (project ${projectId} was removed)`;
      if (!project.source_path)
        return `a directory of no other project (project '${project.name}' has no source_path)`;
      return `${project.source_path}, the directory of project '${project.name}'`;
    },
    /** Why nobody can be sure that its work is done in the right place; null where all is well. */
    warningOf,
    warningFor: (projectId: number): string | null => {
      const project = get.get(projectId);
      return project ? warningOf(project) : null;
    },
  };
}

function warningOf({ id, name, source_path: path }: Project): string | null {
  const help = `set it with: architect projects set ${id} --path DIR`;
  if (!path)
    return `Project '${name}' has no source_path, so that its work may go to any session that is in no other project's directory; ${help}`;
  try {
    if (statSync(path).isDirectory()) return null;
    return `The source_path of project '${name}', ${path}, is no directory: its work waits until it is one, or ${help}`;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const fault = code === 'EACCES' ? 'can not be read' : 'does not exist';
    return `The source_path of project '${name}', ${path}, ${fault}: its work waits. Make the directory, or ${help}`;
  }
}
