/** What a prompt waits for, in words; one of a project waits for a session that may do its work. */
import { type Hindrances, type WaitingPrompt, whoFor } from '../prompts/hindrance';
import type { Db } from '../db/open';
import type { SessionRow } from '../rows';
import type { PlacedSession, WorkPlaces } from './places';

type Session = PlacedSession & Pick<SessionRow, 'host'>;

export interface WaitingDeps {
  readonly places: Pick<WorkPlaces, 'of' | 'nameOf'>;
  readonly hindrance: Pick<Hindrances, 'of' | 'inPlace'>;
}

export type WaitingPlaces = ReturnType<typeof waitingPlaces>;

export function waitingPlaces(db: Db, { places, hindrance }: WaitingDeps) {
  const get = db.prepare<[string], Session>(`
    SELECT s.working_dir, s.project_id, s.project_dir, s.host, h.state AS host_state
    FROM sessions s LEFT JOIN hosts h ON h.name = s.host WHERE s.name = ?`);

  return {
    /** Of a prompt of a project it says too why nobody can take it. */
    waitingFor(prompt: WaitingPrompt): string {
      const { target_session: named, within_project: project } = prompt;
      if (project === null) return waitsFor(prompt);
      if (named !== null) {
        const fault = hindrance.of(prompt);
        return fault === null ? `${waitsFor(prompt)} in ${places.nameOf(project)}` : `waiting: ${fault}`;
      }
      const fault = hindrance.inPlace(prompt, project);
      if (fault === null) return `${waitsFor(prompt)} in ${places.nameOf(project)}`;
      const what = fault.isNone ? `there is none; ${fault.text}` : fault.text;
      return `waiting for ${whoFor(prompt)} in ${places.nameOf(project)}: ${what}`;
    },

    /** Why the prompt must not be typed into that session, which is in `workingDir` now; undefined where it may be. */
    elsewhere(projectId: number | null, name: string, workingDir: string): string | undefined {
      const session = get.get(name);
      if (projectId === null || !session || places.of({ ...session, working_dir: workingDir })(projectId))
        return undefined;
      const where =
        session.host_state === null ? `works in ${workingDir} now` : `is on host '${session.host}'`;
      return `session '${name}' ${where}, not in ${places.nameOf(projectId)}`;
    },
  };
}

function waitsFor({ target_session: session, target_provider: provider }: WaitingPrompt): string {
  if (session !== null) return `waiting for session '${session}'`;
  return provider === null ? 'waiting for a free session' : `waiting for a free ${provider} session`;
}
