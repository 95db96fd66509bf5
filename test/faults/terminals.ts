/** The sessions of a run: shells that prompts go to, an agent with dialogs, and a person's own terminal. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { hostOf } from '../../workflows/contracts/hosts';
import { type Agent, bash, dialogAgent, type Screen, SCREENS } from '../support/dialog-agent';
import { rawProgram, type TestTmux } from '../support/tmux-server';
import type { Site } from './site';

/** What the machine that joins is called. */
export const HOST = 'box';
/** As the hub calls them: of the hub's own machine, and of the one that joins it. */
export const HUB_SHELLS = ['w1', 'w2', 'w3', 'w4'] as const;
export const HOST_SHELLS = [`${HOST}/h1`, `${HOST}/h2`] as const;
export const SHELLS = [...HUB_SHELLS, ...HOST_SHELLS] as const;
const ASKING = ['asks', `${HOST}/asks`] as const;
const PERSON = 'person';
const LOOK_MS = 400;
/** More than a run has time for. */
const DIALOGS = 400;

export interface Terminals {
  /** Session of a pane, as `<pid of the tmux server>:<pane>`; also of panes that have ended. */
  readonly panes: ReadonlyMap<string, string>;
  /** Process in front of the pane of a session, if the session is there now. */
  processOf(session: string): Promise<number | undefined>;
  /** When a fault ended a session's program; those prompts may fail. */
  readonly harmed: { readonly session: string; readonly atMs: number }[];
  /** Lets each agent ask the next question, unless one is open. */
  ask(): Promise<void>;
  /** All programs with dialogs there were, the newest last. */
  readonly agents: readonly Agent[];
  /** What got into the person's terminal, byte for byte. */
  intruded(): string;
  /** What stands on the screens of all sessions. */
  screens(): Promise<string[]>;
  /** Makes the missing ones, until it is stopped. */
  keep(): { stop(): Promise<void> };
  ensure(): Promise<void>;
}

export function terminals(site: Site): Terminals {
  const panes = new Map<string, string>();
  const agents: Agent[] = [];
  const asking = new Map<string, Agent>();
  const person = join(site.dir, 'person-got');
  const argvOf = (session: string): readonly string[] => {
    if (session === PERSON) return rawProgram(person);
    if (!isAsking(session)) return ['env', 'PS1=$ ', 'HISTFILE=', 'bash', '--norc', '--noprofile'];
    const agent = dialogAgent(site.dir, `asks-${agents.length}`, questions(), 'idle-0');
    agents.push(agent);
    asking.set(session, agent);
    return agent.argv;
  };
  const ensureOn = async (tmux: TestTmux, sessions: readonly string[]): Promise<void> => {
    const present = await namesOn(tmux);
    for (const session of sessions) {
      if (present.has(nameOf(session))) continue;
      const pane = await tmux.session(nameOf(session), ...argvOf(session));
      panes.set(`${await tmux.serverPid()}:${pane}`, session);
    }
  };
  const ensure = async (): Promise<void> => {
    const all = [...SHELLS, ...ASKING, PERSON];
    await ensureOn(
      site.tmux,
      all.filter((session) => !hostOf(session)),
    );
    await ensureOn(site.host.tmux, all.filter(hostOf));
  };
  /** A command of tmux about a session. */
  const about = (session: string, command: string, ...args: string[]): Promise<string> =>
    (hostOf(session) ? site.host : site).tmux.command(command, '-t', `=${nameOf(session)}:`, ...args);
  return {
    panes,
    agents,
    harmed: [],
    ensure,
    processOf: (session) =>
      about(session, 'display-message', '-p', '#{pane_pid}').then(Number, () => undefined),
    async ask() {
      for (const [session, agent] of asking) {
        const last = agent.keys().at(-1);
        // One that is open waits for its answer; a person's key would be one more in it.
        if (last === undefined || last !== 'n') await about(session, 'send-keys', 'n').catch(() => undefined);
      }
    },
    intruded: () => (existsSync(person) ? readFileSync(person, 'utf8') : ''),
    screens: () => {
      const shown = (session: string): Promise<string> => about(session, 'capture-pane', '-p').catch(String);
      return Promise.all(
        [...SHELLS, ...ASKING].map(async (session) => `--- ${session}\n${(await shown(session)).trim()}`),
      );
    },
    keep: () => everyMs(LOOK_MS, () => ensure().catch(() => undefined)),
  };
}

const isAsking = (session: string): boolean => ASKING.some((one) => one === session);

/** Its name on its own machine. */
const nameOf = (session: string): string => hostOf(session)?.name ?? session;

async function namesOn(tmux: TestTmux): Promise<Set<string>> {
  const none = (error: unknown): string => {
    if (/no server|error connecting|no current|no sessions/.test(String(error))) return '';
    throw error;
  };
  const names = await tmux.command('list-sessions', '-F', '#{session_name}').catch(none);
  return new Set(names.split('\n'));
}

/** A question after the other; `n` of a person brings the next one. */
function questions(): Record<string, Screen> {
  const screens: Record<string, Screen> = {};
  for (let number = 0; number < DIALOGS; number += 1) {
    screens[`idle-${number}`] = { ...SCREENS.idle(), keys: { n: `asks-${number}` } };
    const dialog = bash(`npm run test -- part${number}`);
    const answered = `idle-${number + 1}`;
    screens[`asks-${number}`] = { ...dialog, keys: { '1': answered, '3': 'denied', '4': 'denied' } };
  }
  screens[`idle-${DIALOGS}`] = SCREENS.idle();
  screens['denied'] = SCREENS.denied();
  return screens;
}

/** Does it again and again, never two at a time. */
export function everyMs(pauseMs: number, work: () => Promise<unknown>): { stop(): Promise<void> } {
  let stopped = false;
  let wake = (): void => {};
  const loop = async (): Promise<void> => {
    while (!stopped) {
      await work();
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  };
  const running = loop();
  // What went wrong is told by stop(): until then the run goes on, and takes everything down in order.
  running.catch(() => undefined);
  return {
    stop() {
      stopped = true;
      wake();
      return running;
    },
  };
}
