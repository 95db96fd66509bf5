/** A host without terminals: what happens to each prompt is written down by the test, what was done is kept. */
import { CancelledFailure, Context } from '@temporalio/activity';
import { withHeartbeat } from '../../../activities/heartbeat';
import type { Store } from '../../../store';
import type { Delivery, Grant, Interrupted, TurnEnd } from '../../../workflows/contracts/assignment';
import type { HostActivities } from '../../../workflows/contracts/activities';

type Step<T> = (grant: Grant, signal: AbortSignal) => T | Promise<T>;

/** What happens at the first, second, ... call; after the last one all goes well. */
export interface Script {
  readonly deliver?: readonly Step<Delivery>[];
  readonly recover?: readonly Step<Delivery>[];
  readonly follow?: readonly Step<TurnEnd>[];
  readonly interrupt?: readonly Step<Interrupted>[];
}

export interface Terminal {
  readonly activities: Omit<HostActivities, 'runSessionCommand' | 'answerDialog'>;
  script(promptId: number, script: Script): void;
  /** `deliver a`, `follow a`, ... in the order in which they began. */
  done(promptId: number): string[];
}

export const taken: Delivery = { outcome: 'taken', reason: 'the agent has it' };

export function terminal(store: Store): Terminal {
  const scripts = new Map<number, Record<keyof Script, Step<unknown>[]>>();
  const done: { promptId: number; what: string }[] = [];

  /** Types as the product does, so that the record goes through the same stages. */
  const type: Step<Delivery> = (grant) => {
    if (!begin(store, grant)) return { outcome: 'not_typed', reason: 'no longer held for this prompt' };
    for (const stage of ['typed', 'submitted', 'taken'] as const) {
      store.receipts.step(grant.promptId, stage, grant.session, stage);
    }
    return taken;
  };
  const usual: { [Name in keyof Script]-?: Step<unknown> } = {
    deliver: type,
    recover: () => taken,
    follow: () => ({ outcome: 'completed', reason: 'the turn has ended' }),
    interrupt: () => ({ ready: true }),
  };
  const call = (name: keyof Script) =>
    (async ({ grant }: { grant: Grant }): Promise<unknown> => {
      done.push({ promptId: grant.promptId, what: `${name} ${grant.session}` });
      const step = scripts.get(grant.promptId)?.[name].shift() ?? usual[name];
      return step(grant, Context.current().cancellationSignal);
    }) as never;

  return {
    activities: {
      deliverPrompt: call('deliver'),
      recoverDelivery: call('recover'),
      followTurn: call('follow'),
      interruptTurn: call('interrupt'),
    },
    script(promptId, { deliver = [], recover = [], follow = [], interrupt = [] }) {
      scripts.set(promptId, {
        deliver: [...deliver],
        recover: [...recover],
        follow: [...follow],
        interrupt: [...interrupt],
      });
    },
    done: (promptId) => done.filter((one) => one.promptId === promptId).map(({ what }) => what),
  };
}

/** False where the lease isn't held any more. */
function begin(store: Store, grant: Grant): boolean {
  const lease = store.leases.held(grant);
  return lease !== undefined && store.lifecycle.beginTyping(lease, '{}') !== undefined;
}

/** Types, then ends as `outcome`. */
export function typesAnd(store: Store, outcome: Delivery['outcome'], reason: string): Step<Delivery> {
  return (grant) => {
    begin(store, grant);
    return { outcome, reason };
  };
}

/** Types, then breaks: the worker died in the middle of it. */
export function typesAndBreaks(store: Store): Step<Delivery> {
  return (grant) => {
    begin(store, grant);
    throw new Error('the terminal broke');
  };
}

/** Gives no sign of life any more; how a killed worker looks from the engine. */
export function hangs<T>(): Step<T> {
  return (_grant, signal) =>
    new Promise<never>((_resolve, reject) => {
      // Only the end of the test ends it: a worker waits for its activities.
      signal.addEventListener('abort', () => reject(new CancelledFailure('the worker ends')));
    });
}

/** Works until it is stopped, as a turn does, or until `end` resolves. */
export function worksUntil(end: Promise<TurnEnd> = new Promise<never>(() => undefined)): Step<TurnEnd> {
  return () =>
    withHeartbeat(
      (signal) =>
        new Promise<TurnEnd>((resolve, reject) => {
          signal.addEventListener('abort', () => reject(new CancelledFailure('no longer followed')));
          void end.then(resolve);
        }),
    );
}

/** Ignores that it is to stop and ends well a moment later: the turn ended just then. */
export function endsWhenStopped(reason: string): Step<TurnEnd> {
  return () =>
    withHeartbeat(
      (signal) =>
        new Promise<TurnEnd>((resolve) => {
          signal.addEventListener('abort', () => resolve({ outcome: 'completed', reason }));
        }),
    );
}
