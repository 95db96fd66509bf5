/**
 * Why no session can take a waiting prompt, as things are: not now and not later. The conditions are those of
 * assign.ts; what changes by itself (an agent at work, a usage limit) is none. Nothing of it is kept, so that it is
 * over as soon as somebody can.
 */
import { RESERVED_SPECIALTY, TARGET_ONLY_PROVIDER } from './assign';
import { dataVersion, keptWhile } from './data-version';
import type { Db } from './open';
import type { PromptRow, SessionRow } from './rows';
import type { WaitingPlaces } from './work/waiting';

type Session = Pick<
  SessionRow,
  | 'name'
  | 'provider'
  | 'specialty'
  | 'status'
  | 'owner'
  | 'present'
  | 'working_dir'
  | 'project_id'
  | 'project_dir'
>;
export type WaitingPrompt = Pick<
  PromptRow,
  'id' | 'stage' | 'target_session' | 'target_provider' | 'expected_provider' | 'specialty' | 'within_project'
>;

export type Hindrances = ReturnType<typeof hindrances>;

export function hindrances(db: Db, places: Pick<WaitingPlaces, 'waitingFor'>) {
  const select = db.prepare<[], Session>(
    `SELECT name, provider, specialty, status, owner, present, working_dir, project_id, project_dir FROM sessions
     ORDER BY name`,
  );
  const excluded = db
    .prepare<[number], string>('SELECT session_name FROM prompt_exclusions WHERE prompt_id = ?')
    .pluck();
  const all = keptWhile(dataVersion(db), () => select.all());

  return {
    /** A sentence with the command that helps; null where a session can take it, or it doesn't wait. */
    of(prompt: WaitingPrompt): string | null {
      if (prompt.stage !== 'accepted' && prompt.stage !== 'queued') return null;
      // Work of a project is done in its directory, whoever else is free.
      const misplaced = prompt.within_project === null ? null : places.waitingFor(prompt).hindrance;
      if (misplaced !== null) return misplaced;
      const { target_session: name } = prompt;
      if (name === null) return ofMany(prompt, all(), () => new Set(excluded.all(prompt.id)));
      return ofOne(
        prompt,
        name,
        all().find((session) => session.name === name),
      );
    },
    /** Differs where another answer of `of` may. */
    version: (): string =>
      JSON.stringify(
        all().map((one) => [
          ...[one.name, one.provider, one.specialty, one.owner, lives(one)],
          ...[one.working_dir, one.project_id, one.project_dir],
        ]),
      ),
  };
}

const lives = ({ present, status }: Session): boolean => present === 1 && status !== 'exited';

function ofOne(prompt: WaitingPrompt, name: string, session: Session | undefined): string | null {
  const elsewhere = `or send it elsewhere: architect reassign ${prompt.id} --any`;
  const wanted = prompt.expected_provider;
  if (!session || !lives(session)) {
    const again = `architect sessions new ${name}${wanted ? ` --provider ${wanted}` : ''}`;
    const what = session ? `session '${name}' has ended` : `there is no session '${name}'`;
    return `${what}. Make it again: ${again}, ${elsewhere}`;
  }
  if (session.owner !== null)
    return `session '${name}' belongs to another dashboard. Take it over: architect sessions take-over ${name}, ${elsewhere}`;
  if (session.status === 'starting') return null;
  if (session.provider === null)
    return `session '${name}' runs no agent that is known. Start one in it, ${elsewhere}`;
  if (wanted === null || session.provider === wanted) return null;
  return `session '${name}' runs ${session.provider} now, and the prompt is for ${wanted}. Start ${wanted} in it, ${elsewhere}`;
}

function ofMany(
  { id, target_provider: provider, specialty }: WaitingPrompt,
  sessions: readonly Session[],
  excluded: () => ReadonlySet<string>,
): string | null {
  const living = sessions.filter(lives);
  const agents = living.filter((one) => one.provider !== null && one.provider !== TARGET_ONLY_PROVIDER);
  const options = `${provider ? ` --provider ${provider}` : ''}${specialty ? ` --specialty ${specialty}` : ''}`;
  const another = `architect sessions new ${freeName(sessions, provider ?? 'agent')}${options}`;
  const some = options === '' ? 'architect sessions up' : another;
  if (agents.length === 0) {
    const shell = living.find((one) => one.provider === TARGET_ONLY_PROVIDER);
    if (!shell) return `no session runs ${provider ?? 'an agent'}. Make one: ${some}`;
    const make = `only shells are there, and a shell takes only prompts that name it. Make a session with ${provider ?? 'an agent'}: ${some}`;
    // What is meant for an agent must not be run as a command.
    if (provider !== null) return make;
    return `${make}, or, if it is a shell command: architect reassign ${id} --target ${shell.name}`;
  }
  const running = agents.filter((one) => provider === null || one.provider === provider);
  if (running.length === 0) return `no session runs ${provider}. Make one: ${another}`;
  const fitting = running.filter((one) =>
    specialty === null ? one.specialty !== RESERVED_SPECIALTY : one.specialty === specialty,
  );
  if (fitting.length === 0)
    return specialty === null
      ? `all sessions that fit are of the specialty '${RESERVED_SPECIALTY}' and take only prompts that ask for it. Make another: ${another}`
      : `no session that fits has the specialty '${specialty}'. Make one: ${another}, or give it to one: architect sessions set ${running[0]?.name} --specialty ${specialty}`;
  const ours = fitting.filter((one) => one.owner === null);
  if (ours.length === 0)
    return `all sessions that fit belong to another dashboard. Take one over: architect sessions take-over ${fitting[0]?.name}, or make another: ${another}`;
  const failed = excluded();
  if (ours.some((one) => !failed.has(one.name))) return null;
  return `every session that fits has failed it before. Let them try again: architect retry ${id}, or make another: ${another}`;
}

function freeName(sessions: readonly Session[], base: string): string {
  const taken = new Set(sessions.map(({ name }) => name));
  for (let number = 1; ; number += 1) if (!taken.has(`${base}${number}`)) return `${base}${number}`;
}
