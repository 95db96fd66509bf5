/** Carries out what joined hosts ask of the record, once each, however often they ask. */
import type { Logger } from 'pino';
import type { Store } from '../../store';
import { joinedHostStore, NotYoursError } from '../../store/host-store/joined';
import type { Orchestrator } from '../../temporal/client';
import { HostStoreRefusedError } from '../../workflows/contracts/host-store';
import { type HubCalls, sessionOn } from '../../workflows/contracts/hosts';
import { HUB_CALLS, type HubCall, isHubCall } from './calls';

export interface GivenCall {
  readonly id: string;
  readonly method: string;
  readonly args: readonly unknown[];
  /** It was asked before, and no answer came. */
  readonly again?: boolean | undefined;
}

interface CallResult {
  readonly id: string;
  readonly value?: unknown;
  readonly error?: { readonly code: string; readonly message: string };
}

interface DeskDeps {
  readonly store: Store;
  readonly orchestrator: Pick<Orchestrator, 'isUp' | 'announce' | 'startConfirmation' | 'dialogGone'>;
  readonly log: Logger;
}

/** So many answers are kept of a host, for calls that are asked again. */
const KEPT = 1_000;
/** What may be carried out again without harm is not kept: screens and lists of sessions are large. */
const READS: ReadonlySet<string> = new Set<HubCall>([
  ...(['assignment', 'leasesOf', 'isHeld', 'isNewest', 'misplaced', 'deniedDialog', 'promptIn'] as const),
  ...(['standingDialogs', 'lastDialogs', 'dialogToAnswer', 'presentSessions', 'sessionFacts'] as const),
  ...(['lastScreen', 'observeSessions', 'keepScreens', 'clearSuspect', 'hasHistory', 'hookKey'] as const),
  ...(['sessionCommand', 'secretValues', 'watched', 'watchEnded', 'sessionFreed'] as const),
]);

export function createCallDesk({ store, orchestrator, log }: DeskDeps) {
  const hubs = new Map<string, HubCalls>();
  const kept = new Map<string, Map<string, Promise<CallResult>>>();

  const hubOf = (host: string): HubCalls => {
    const known = hubs.get(host);
    if (known) return known;
    const own = joinedHostStore(store, host);
    const hub: HubCalls = {
      ...own,
      async sessionFreed() {
        await orchestrator.announce(store.assign());
      },
      async startConfirmation(dialog) {
        // It is one of its own: the store says so, or refuses.
        await own.dialogToAnswer(dialog.confirmationId, undefined);
        return orchestrator.startConfirmation({ ...dialog, host });
      },
      async confirmationGone(id) {
        if (store.confirmations.get(id)) await own.dialogToAnswer(id, undefined);
        await orchestrator.dialogGone(id);
      },
    };
    hubs.set(host, hub);
    return hub;
  };

  async function carryOut(host: string, { id, method, args, again }: GivenCall): Promise<CallResult> {
    const fault = (code: string, message: string): CallResult => ({ id, error: { code, message } });
    if (!isHubCall(method)) return fault('unknown_call', `The hub knows no call '${method.slice(0, 50)}'.`);
    const parsed = HUB_CALLS[method].safeParse(args);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      const { path = [], message = '' } = issue ?? {};
      return fault('invalid_call', `${method}(${path.join('.')}): ${message}`);
    }
    try {
      if (again === true && method === 'step' && isWritten(host, parsed.data as Parameters<HubCalls['step']>))
        return { id, value: true };
      const call = hubOf(host)[method] as (...all: unknown[]) => Promise<unknown>;
      return { id, value: await call(...parsed.data) };
    } catch (error) {
      if (error instanceof NotYoursError) return fault('not_yours', error.message);
      if (error instanceof HostStoreRefusedError) return fault('refused', error.message);
      log.error({ err: error, host, method }, 'what a host asked could not be done');
      return fault('failed', `The hub could not do it (${method}): its log says why.`);
    }
  }

  /** Written before this process began, and the answer got lost with the one before it. */
  const isWritten = (
    host: string,
    [{ promptId, stage, session, reason }]: Parameters<HubCalls['step']>,
  ): boolean => store.receipts.isLast({ promptId, stage, session: sessionOn(host, session), reason });

  function answerOne(host: string, call: GivenCall): Promise<CallResult> {
    if (READS.has(call.method)) return carryOut(host, call);
    const own = kept.get(host) ?? new Map<string, Promise<CallResult>>();
    kept.set(host, own);
    const before = own.get(call.id);
    if (before) return before;
    const result = carryOut(host, call);
    own.set(call.id, result);
    for (const id of own.keys()) {
      if (own.size <= KEPT) break;
      own.delete(id);
    }
    return result;
  }

  return {
    /** In the order in which they are asked; each is one piece of work, or waits for the engine. */
    answer: (host: string, calls: readonly GivenCall[]): Promise<CallResult[]> =>
      Promise.all(calls.map((call) => answerOne(host, call))),
    /** Another process has joined: its calls are others, whatever their ids. */
    forget: (host: string): void => void kept.delete(host),
  };
}
