/**
 * Why no session can take a waiting prompt, as things are: not now and not later. The conditions are those of
 * candidates.ts; what changes by itself (an agent at work, a usage limit) is none. Nothing of it is kept, so that it is
 * over as soon as somebody can.
 */
import type { Budgets } from '../budgets';
import { type Payer, refusalFor } from '../budgets/locks';
import { lockWords } from '../budgets/reckon';
import { type MadeFor, mayTake, RESERVED_SPECIALTY, TARGET_ONLY_PROVIDER } from './candidates';
import { dataVersion, keptWhile } from '../db/data-version';
import type { Chains } from './chains';
import type { Db } from '../db/open';
import type { PromptRow, SessionRow } from '../rows';
import type { WorkPlaces } from '../work-items/places';
import type { HostState } from '../../workflows/contracts/hosts';
import { awayWords, shortWords } from '../hosts/away';

type Row = Pick<
  SessionRow,
  | 'name'
  | 'provider'
  | 'specialty'
  | 'status'
  | 'owner'
  | 'writer'
  | 'present'
  | 'working_dir'
  | 'project_id'
  | 'project_dir'
  | 'account'
  | 'host'
> & {
  readonly host_state: HostState | null;
  readonly host_state_at: string | null;
  readonly free_mib: number | null;
  readonly wanted_mib: number | null;
};
interface Session extends Row, MadeFor {
  readonly isInProject: (projectId: number) => boolean;
}
type OpenPrompt = Pick<PromptRow, 'id' | 'target_provider' | 'specialty' | 'within_project'>;
export type WaitingPrompt = Pick<
  PromptRow,
  'id' | 'stage' | 'target_session' | 'target_provider' | 'expected_provider' | 'specialty' | 'within_project'
>;

/** Where a prompt of a project has to be done. */
interface Place {
  readonly projectId: number;
  readonly name: string;
}

interface InPlace {
  /** No session there runs what is wanted; else `text` says what is wrong with those that do. */
  readonly isNone: boolean;
  readonly text: string;
}

export type Hindrances = ReturnType<typeof hindrances>;

export interface HindranceDeps {
  readonly places: Pick<WorkPlaces, 'of' | 'nameOf'>;
  readonly budgets: Pick<Budgets, 'exist' | 'locked' | 'refusal' | 'ledger'>;
  readonly chains: Pick<Chains, 'help'>;
  /** Names of those that were made for a task. */
  readonly ownSessions: () => ReadonlySet<string>;
}

export function hindrances(db: Db, { places, budgets, chains, ownSessions }: HindranceDeps) {
  const select = db.prepare<[], Row>(
    `SELECT s.name, s.provider, s.specialty, s.status, s.owner, s.writer, s.present, s.working_dir, s.project_id, s.project_dir,
       s.account, s.host, h.state AS host_state, h.state_at AS host_state_at, m.free_mib, m.wanted_mib
     FROM sessions s LEFT JOIN hosts h ON h.name = s.host LEFT JOIN short_of_memory m ON m.host = s.host
     ORDER BY s.name`,
  );
  const excluded = db
    .prepare<[number], string>('SELECT session_name FROM prompt_exclusions WHERE prompt_id = ?')
    .pluck();
  // Directories are looked up again only after a change in the databases. The choice itself always looks.
  const all = keptWhile(dataVersion(db), () => {
    const own = ownSessions();
    return select
      .all()
      .map((row): Session => ({ ...row, isInProject: places.of(row), forTask: own.has(row.name) }));
  });

  const fitting = (prompt: OpenPrompt): readonly Session[] => {
    const failed = new Set(excluded.all(prompt.id));
    const { within_project: project } = prompt;
    return all().filter(
      (one) =>
        lives(one) &&
        one.owner === null &&
        !failed.has(one.name) &&
        mayTake(prompt, one) &&
        (project === null || one.isInProject(project)),
    );
  };
  /** Whether any session, but for those it is not to go to again, may take a prompt that names none. */
  const hasSession = (prompt: OpenPrompt): boolean => fitting(prompt).length > 0;
  /** Why none of the machines that have the fitting sessions gives work to them now. */
  const ofHosts = (prompt: OpenPrompt): string | null => {
    const words = fitting(prompt).map(hostFault);
    const [first = null] = words;
    return words.every((one) => one !== null) ? first : null;
  };

  /** Why no session in the project's directory may take a prompt that names none, whoever else is free. */
  const inPlace = (prompt: OpenPrompt, projectId: number): InPlace | null => {
    if (hasSession(prompt)) return null;
    const there = all().filter((one) => !one.forTask && one.isInProject(projectId));
    const make = makeIn(projectId, prompt);
    return there.some((one) => lives(one) && runs(prompt.target_provider, one))
      ? { isNone: false, text: ofMany(prompt, there, make) }
      : { isNone: true, text: `make one with: ${make}` };
  };

  const ofSessions = (prompt: WaitingPrompt): string | null => {
    const { target_session: name, within_project: projectId } = prompt;
    const place = projectId === null ? null : { projectId, name: places.nameOf(projectId) };
    if (name !== null) {
      const session = all().find((one) => one.name === name);
      return ofOne(prompt, name, { session, place });
    }
    if (hasSession(prompt)) return ofHosts(prompt);
    if (place === null) return ofMany(prompt, all());
    const fault = inPlace(prompt, place.projectId);
    if (fault === null) return null;
    return fault.isNone
      ? `there is no ${whoFor(prompt).replace(/^an? /, '')} in ${place.name}; ${fault.text}`
      : `in ${place.name}: ${fault.text}`;
  };

  /** The sessions that could take it, as far as who pays is concerned. */
  const payersOf = (prompt: WaitingPrompt): readonly Session[] =>
    all().filter(
      (one) =>
        lives(one) &&
        (prompt.target_session === null ? mayTake(prompt, one) : one.name === prompt.target_session),
    );

  return {
    hasSession,
    inPlace,
    /** As `of`, whatever the budgets say. */
    withoutSession: ofSessions,
    /** Why the budgets don't let this session begin it; null: they do. */
    refusal: (prompt: Pick<WaitingPrompt, 'id' | 'within_project'>, payer: Payer): string | null =>
      refusalFor(budgets, prompt, [payer]),

    /** A sentence with the command that helps; null if a session can take it, or it doesn't wait. */
    of(prompt: WaitingPrompt & Partial<Pick<PromptRow, 'chain_on'>>): string | null {
      if (prompt.stage === 'blocked') return chains.help({ chain_on: null, ...prompt });
      if (prompt.stage !== 'accepted' && prompt.stage !== 'queued') return null;
      return ofSessions(prompt) ?? refusalFor(budgets, prompt, payersOf(prompt));
    },
    /** Changes whenever the answer of `of` may change. */
    version: (): string =>
      JSON.stringify([
        budgets.exist() && budgets.locked().map(lockWords),
        ...all().map((one) => [
          ...[one.name, one.provider, one.specialty, one.owner, one.writer, lives(one), one.account],
          ...[one.working_dir, one.project_id, one.project_dir, hostFault(one)],
        ]),
      ]),
  };
}

/** `a session with an agent`, `a codex session`. */
export function whoFor({ target_provider: provider }: Pick<PromptRow, 'target_provider'>): string {
  return provider === null ? 'a session with an agent' : `a ${provider} session`;
}

function lives({ present, status }: Row): boolean {
  return present === 1 && status !== 'exited';
}

/** Why the machine that has the session gives it no work, though it may later; null: it does. */
function hostFault({ host, host_state: state, host_state_at: at, free_mib, wanted_mib }: Row): string | null {
  const away = awayWords(host, state, at);
  if (away !== undefined)
    return `${away}. It goes on when the host is back: see architect host list, or start it there again with architect host join`;
  return host === null || free_mib === null || wanted_mib === null
    ? null
    : shortWords(host, { free_mib, wanted_mib });
}

/** Whether an agent runs there, and the one that is wanted. */
function runs(wanted: string | null, { provider }: Row): boolean {
  return provider !== null && provider !== TARGET_ONLY_PROVIDER && (wanted === null || provider === wanted);
}

function makeIn(
  projectId: number,
  { target_provider: provider, specialty }: Pick<PromptRow, 'target_provider' | 'specialty'>,
): string {
  const wanted = specialty === null ? '' : ` --specialty ${specialty}`;
  return `architect sessions new NAME --provider ${provider ?? 'claude'}${wanted} --project ${projectId}`;
}

function ofOne(
  prompt: WaitingPrompt,
  name: string,
  { session, place }: { session: Session | undefined; place: Place | null },
): string | null {
  const elsewhere = `or send it elsewhere: architect reassign ${prompt.id} --any`;
  const wanted = prompt.expected_provider;
  if (!session || !lives(session)) {
    const options = `${wanted ? ` --provider ${wanted}` : ''}${place ? ` --project ${place.projectId}` : ''}`;
    const what = session ? `session '${name}' has ended` : `there is no session '${name}'`;
    return `${what}. Make it again: architect sessions new ${name}${options}, ${elsewhere}`;
  }
  if (place && !session.isInProject(place.projectId)) {
    const directory = session.working_dir ?? 'a directory that is not known';
    const where = session.host_state === null ? `works in ${directory}` : `is on host '${session.host}'`;
    return `session '${name}' ${where}, not in ${place.name}; reassign it, or make a session there with: ${makeIn(place.projectId, prompt)}`;
  }
  if (session.owner !== null)
    return `session '${name}' belongs to another dashboard. Take it over: architect sessions take-over ${name}, ${elsewhere}`;
  if (session.writer !== null)
    return `${session.writer} has taken over the terminal of session '${name}'. It goes on when they give it back, ${elsewhere}`;
  const fault = hostFault(session);
  if (fault !== null) return `${fault}, ${elsewhere}`;
  if (session.status === 'starting') return null;
  if (session.provider === null)
    return `session '${name}' runs no agent that is known. Start one in it, ${elsewhere}`;
  if (wanted === null || session.provider === wanted) return null;
  return `session '${name}' runs ${session.provider} now, and the prompt is for ${wanted}. Start ${wanted} in it, ${elsewhere}`;
}

/** @param make the command that makes a session for it; for one of no project it is found here */
function ofMany(prompt: OpenPrompt, sessions: readonly Session[], make?: string): string {
  const { id, target_provider: provider, specialty } = prompt;
  const living = sessions.filter((one) => lives(one) && !one.forTask);
  const options = `${provider ? ` --provider ${provider}` : ''}${specialty ? ` --specialty ${specialty}` : ''}`;
  const another = make ?? `architect sessions new ${freeName(sessions, provider ?? 'agent')}${options}`;
  const some = options === '' ? 'architect sessions up' : another;
  if (!living.some((one) => runs(null, one))) {
    const shell = living.find((one) => one.provider === TARGET_ONLY_PROVIDER);
    if (!shell) return `no session runs ${provider ?? 'an agent'}. Make one: ${some}`;
    const shells = `only shells are there, and a shell takes only prompts that name it. Make a session with ${provider ?? 'an agent'}: ${some}`;
    // What is meant for an agent must not be run as a command.
    if (provider !== null) return shells;
    return `${shells}, or, if it is a shell command: architect reassign ${id} --target ${shell.name}`;
  }
  const running = living.filter((one) => runs(provider, one));
  if (running.length === 0) return `no session runs ${provider}. Make one: ${another}`;
  const fitting = running.filter((one) => mayTake(prompt, one));
  if (fitting.length === 0)
    return specialty === null
      ? `all sessions that fit are of the specialty '${RESERVED_SPECIALTY}' and take only prompts that ask for it. Make another: ${another}`
      : `no session that fits has the specialty '${specialty}'. Make one: ${another}, or give it to one: architect sessions set ${running[0]?.name} --specialty ${specialty}`;
  if (fitting.every((one) => one.owner !== null))
    return `all sessions that fit belong to another dashboard. Take one over: architect sessions take-over ${fitting[0]?.name}, or make another: ${another}`;
  return `every session that fits has failed it before. Let them try again: architect retry ${id}, or make another: ${another}`;
}

function freeName(sessions: readonly Session[], base: string): string {
  const taken = new Set(sessions.map(({ name }) => name));
  for (let number = 1; ; number += 1) if (!taken.has(`${base}${number}`)) return `${base}${number}`;
}
