/** What is wrong now with the parts of this process, as findings. They are cheap: figures and states that are there already. */
import type { Engine } from '../engine';
import type { Store } from '../store';
import { isoTime } from '../store/db/time';
import type { StoreHealth } from '../store/db/health';
import type { Finding, HealthComponent } from '../workflows/contracts/health';
import type { ServerMode } from './instance';
import { stuckFollowUps, untypedPrompts } from './queue-health';

/** Those that nothing works without. */
const VITAL: ReadonlySet<string> = new Set(['engine.down', 'worker.down', 'store.unusable']);

export interface LiveParts {
  readonly engine: Pick<Engine, 'state' | 'trouble'>;
  readonly workersRun: boolean;
  readonly store: Pick<Store, 'prompts' | 'outbox' | 'hosts'>;
  readonly mode: ServerMode;
  readonly storeHealth: StoreHealth;
  /** Sentences. */
  readonly tmux: readonly string[];
  readonly watch: readonly string[];
  /** How long ago the workflow last checked the health, and how long that may be. */
  readonly sinceCheckMs: number;
  readonly checkWithinMs: number;
}

const NO_ENGINE = 'The workflow engine is down. Prompts are accepted and wait; temporal.log says more.';

const WORKER_REMEDY: Readonly<Record<ServerMode, string>> = {
  all: 'It starts again by itself; engine.log says why it ended.',
  api: 'This server carries out no workflows itself: start a worker process with npm run worker.',
};

export const isVital = ({ cause }: Finding): boolean => VITAL.has(cause);

export function liveFindings(parts: LiveParts): Finding[] {
  const { engine, workersRun, mode, store, storeHealth, tmux, watch } = parts;
  const isUp = engine.state() === 'up';
  const trouble = engine.trouble();
  return [
    ...(isUp ? [] : one('engine', 'down', trouble ?? NO_ENGINE)),
    ...(isUp && trouble !== undefined ? one('engine', 'trouble', trouble) : []),
    ...(isUp && !workersRun
      ? one('worker', 'down', 'No worker runs, so no prompt goes on.', WORKER_REMEDY[mode])
      : []),
    ...storeFindings(storeHealth),
    ...joined('tmux', 'trouble', tmux),
    ...joined('tmux', 'unwatched', watch),
    ...lostHosts(store),
    ...joined('prompts', 'untyped', untypedPrompts(store)),
    ...joined('prompts', 'follow_ups', stuckFollowUps(store)),
    ...(isUp && workersRun ? lateCheck(parts) : []),
  ];
}

/** The sentence says what to do as well, unless there is a `remedy`. */
function one(component: HealthComponent, kind: string, reason: string, remedy = ''): Finding[] {
  const cause = `${component}.${kind}`;
  return [{ cause, component, status: 'degraded', reason, remedy, subjects: [], value: null, limit: null }];
}

const joined = (component: HealthComponent, kind: string, sentences: readonly string[]): Finding[] =>
  sentences.length === 0 ? [] : one(component, kind, sentences.join(' '));

function storeFindings({ usable, trouble }: StoreHealth): Finding[] {
  if (!usable)
    return joined(
      'store',
      'unusable',
      trouble.map(({ message }) => message),
    );
  return trouble.flatMap(({ key, message }) => one('store', key.replace(/\W+/g, '_'), message));
}

/** One that was stopped in order is meant to be away. */
function lostHosts({ hosts }: Pick<Store, 'hosts'>): Finding[] {
  const lost = hosts.list().filter(({ state }) => state === 'lost');
  if (lost.length === 0) return [];
  const names = lost.map(({ name }) => name);
  const since = isoTime(lost.map(({ state_at: at }) => at).sort()[0] ?? '');
  const what = lost.length === 1 ? 'Of 1 joined machine' : `Of ${lost.length} joined machines`;
  return one(
    'hosts',
    'lost',
    `${what} nothing has been heard since ${since}, so their sessions get no work and their prompts wait.`,
    'See whether it runs `architect host join` and reaches this dashboard; `architect host remove NAME` gives it up.',
  ).map((found) => ({ ...found, subjects: names, value: names.length, limit: 0 }));
}

const MS_A_SECOND = 1_000;

function lateCheck({ sinceCheckMs, checkWithinMs }: LiveParts): Finding[] {
  if (sinceCheckMs <= checkWithinMs) return [];
  const seconds = Math.round(sinceCheckMs / MS_A_SECOND);
  const remedy = 'See whether the schedule health-check is paused or its workflow hangs in Temporal.';
  return one(
    'schedules',
    'health_check',
    `The last check of the health was ${seconds} seconds ago: what it would find is not known.`,
    remedy,
  ).map((finding) => ({ ...finding, value: seconds, limit: checkWithinMs / MS_A_SECOND }));
}
