/** What a prompt waits for, in words, and which sessions it might get: those of its project, where it has one. */
import type { Db } from '../open';
import type { PromptRow, SessionRow } from '../rows';
import type { WorkPlaces } from './places';

type Waiting = Pick<PromptRow, 'id' | 'target_session' | 'target_provider' | 'specialty' | 'within_project'>;
type Session = Pick<SessionRow, 'name' | 'working_dir' | 'project_id' | 'project_dir'>;

export interface WaitingFor {
  readonly reason: string;
  /** Why no session that is there now may take it, with the command that helps; null where one may. */
  readonly hindrance: string | null;
}

export type WaitingPlaces = ReturnType<typeof waitingPlaces>;

export function waitingPlaces(db: Db, places: WorkPlaces) {
  const columns = 's.name, s.working_dir, s.project_id, s.project_dir';
  const get = db.prepare<[string], Session>(`SELECT ${columns} FROM sessions s WHERE s.name = ?`);
  // Whether a session is free doesn't matter here: it may become so.
  const able = db.prepare<
    [Pick<Waiting, 'id'> & { provider: string | null; specialty: string | null }],
    Session
  >(
    `SELECT ${columns} FROM sessions s WHERE s.present = 1 AND s.owner IS NULL AND s.provider IS NOT NULL AND s.provider <> 'shell'
       AND (@provider IS NULL OR s.provider = @provider)
       AND CASE WHEN @specialty IS NULL THEN s.specialty <> 'manager' ELSE s.specialty = @specialty END
       AND NOT EXISTS (SELECT 1 FROM prompt_exclusions x WHERE x.prompt_id = @id AND x.session_name = s.name)`,
  );
  const fits = (projectId: number | null, session: Session): boolean =>
    projectId === null || places.fits(projectId, session);

  /** Whether any session that is there, but for those it is not to go to again, may take the prompt. */
  const hasSession = ({
    id,
    target_provider: provider,
    specialty,
    within_project: project,
  }: Waiting): boolean => able.all({ id, provider, specialty }).some((session) => fits(project, session));

  const makeOne = (project: number, provider: string | null): string =>
    `architect sessions new NAME --provider ${provider ?? 'claude'} --project ${project}`;

  return {
    hasSession,

    waitingFor(prompt: Waiting): WaitingFor {
      const { target_session: named, target_provider: provider, within_project: project } = prompt;
      if (project === null) return { reason: plainly(named, provider), hindrance: null };
      const place = places.nameOf(project);
      if (named !== null) {
        const session = get.get(named);
        if (!session || fits(project, session))
          return { reason: `waiting for session '${named}' in ${place}`, hindrance: null };
        const where = session.working_dir ?? 'a directory that is not known';
        const hindrance = `session '${named}' works in ${where}, not in ${place}; reassign it, or make a session there with: ${makeOne(project, provider)}`;
        return { reason: `waiting: ${hindrance}`, hindrance };
      }
      if (hasSession(prompt)) {
        const who = provider === null ? 'a free session' : `a free ${provider} session`;
        return { reason: `waiting for ${who} in ${place}`, hindrance: null };
      }
      const who = provider === null ? 'a session with an agent' : `a ${provider} session`;
      const help = `make one with: ${makeOne(project, provider)}`;
      return {
        reason: `waiting for ${who} in ${place}: there is none; ${help}`,
        hindrance: `there is no ${who.replace(/^an? /, '')} in ${place}; ${help}`,
      };
    },

    /** Why the prompt must not be typed into that session, which is in `workingDir` now; undefined where it may be. */
    elsewhere(projectId: number | null, name: string, workingDir: string): string | undefined {
      const session = get.get(name);
      if (projectId === null || !session || places.fits(projectId, { ...session, working_dir: workingDir }))
        return undefined;
      return `session '${name}' works in ${workingDir} now, not in ${places.nameOf(projectId)}`;
    },
  };
}

function plainly(session: string | null, provider: string | null): string {
  if (session !== null) return `waiting for session '${session}'`;
  return provider === null ? 'waiting for a free session' : `waiting for a free ${provider} session`;
}
