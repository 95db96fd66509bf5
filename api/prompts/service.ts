/** What can be asked of prompts: the record first, then the engine, which may be away. */
import type { z } from 'zod';
import type { PromptRow } from '../../store/rows';
import type { ControlRequest } from '../../workflows/contracts/assignment';
import { isHeld } from '../../workflows/contracts/chains';
import { isSettled } from '../../workflows/contracts/settled';
import type { AppDeps } from '../context';
import { conflict, invalid, notFound } from '../http/errors';
import { orLater } from '../http/later';
import { askOrStart } from '../../temporal/workflow-calls';
import { entering, type ItemWork, type Place } from './entering';
import { checkSize } from './size';
import type { changePrompt, reassignPrompt, sendPrompt } from './requests';
import type { Terminals } from '../sessions/terminals';

export type PromptService = ReturnType<typeof promptService>;

export function promptService(
  { store, orchestrator, log }: Pick<AppDeps, 'store' | 'orchestrator' | 'log'>,
  { namesOfNow }: Pick<Terminals, 'namesOfNow'>,
) {
  const requirePrompt = (id: number): PromptRow => {
    const row = store.prompts.get(id);
    if (!row) throw notFound(`prompt ${id}`);
    return row;
  };

  const start = async (id: number): Promise<void> => {
    // It gets its workflow when it is let go.
    if (isHeld(requirePrompt(id))) return;
    // While the engine is away a session must not be promised to a prompt that can't go there.
    const entered = orchestrator.isUp() ? store.lifecycle.enterQueue(id) : undefined;
    const others = entered?.grants.filter(({ promptId }) => promptId !== id) ?? [];
    if (others.length > 0) void orchestrator.announce(others);
    await orLater(log, { promptId: id }, 'prompt starts later', () =>
      orchestrator.startPrompt(id, entered?.state.lease ? { leased: entered.state } : {}),
    );
  };

  const target = async (wanted: z.output<typeof reassignPrompt>): Promise<Place> => {
    if (wanted.target_session != null) await namesOfNow();
    const session = wanted.target_session ?? null;
    const provider = wanted.target_provider ?? null;
    if (session === null) {
      if (provider === 'shell')
        throw invalid('target_session', 'a shell is used only where the prompt names it');
      return { session, provider, expected: null };
    }
    const row = store.sessions.get(session);
    if (!row) throw invalid('target_session', unknownSession(session));
    if (provider !== null && row.provider !== null && provider !== row.provider) {
      throw invalid('target_provider', `session '${session}' runs ${row.provider}, not ${provider}`);
    }
    return { session, provider, expected: provider ?? row.provider };
  };

  const unknownSession = (name: string): string => {
    const names = store.sessions.list().map((row) => row.name);
    const known = names.length > 0 ? `known are ${names.slice(0, 20).join(', ')}` : 'no session is known yet';
    return `there is no session '${name}'; ${known}`;
  };

  /**
   * Asks the prompt's workflow and waits until it is done. One that is away while a session is held is started first:
   * what runs there has to be stopped. False where none runs and none is needed.
   * @throws EngineUnavailableError
   */
  const ask = (id: number, request: ControlRequest): Promise<boolean> =>
    askOrStart({
      ask: () => orchestrator.control(id, request),
      without: () => isSettled(requirePrompt(id)) || !store.leases.get(id),
      start: () => orchestrator.startPrompt(id),
    });

  /** @throws HttpError where its agent would go on with it */
  const requireStoppable = (id: number): void => {
    const away = store.hosts.awayWith(id);
    if (away === undefined) return;
    throw conflict(
      `The agent that has prompt ${id} can't be stopped: ${away}. Cancel it (architect cancel ${id}), then retry it, or wait until the host is back.`,
    );
  };

  /** @param grantedAt of the lease that is to be given up, '' for none; undefined: whichever there is then */
  const restart = async (id: number, reason: string, grantedAt?: string): Promise<void> => {
    const row = requirePrompt(id);
    if (isHeld(row))
      throw conflict(`Prompt ${id} ${row.reason}. Release it to queue it now (architect release ${id}).`);
    if (isSettled(requirePrompt(id))) {
      store.lifecycle.reopen(id, reason);
      return start(id);
    }
    requireStoppable(id);
    if (!(await ask(id, { kind: 'restart', reason, ...(grantedAt !== undefined && { grantedAt }) }))) {
      if (isSettled(requirePrompt(id))) store.lifecycle.reopen(id, reason);
      await start(id);
    }
  };

  const { checkChain, textOf, enter, enterAll } = entering(store, target);

  /**
   * Writes down where it goes from now on. That is by a name of this very moment: what calls it for several does so before
   * anything else is waited for. @returns what has to follow
   */
  const redirect = (id: number, next: Place, by: string): (() => Promise<void>) => {
    requirePrompt(id);
    // What is refused changes nothing.
    requireStoppable(id);
    store.prompts.setTarget(id, next);
    // A lease that is granted from here on is one by the new target: to give it up would have it typed twice.
    const grantedAt = store.leases.get(id)?.granted_at ?? '';
    if (isHeld(requirePrompt(id))) return () => Promise.resolve();
    const to = next.session ?? next.provider ?? 'any session';
    return () => restart(id, `reassigned to ${to} by ${by}`, grantedAt);
  };

  return {
    requirePrompt,
    target,
    checkSize,

    /** Throws where it would be refused now; nothing is queued. */
    async check(wanted: z.output<typeof sendPrompt>): Promise<void> {
      checkSize('content', wanted.content ?? '');
      textOf(wanted);
      await target(wanted);
    },

    start,
    enterAll,

    /** Queues a prompt. null: the key was used for another request. */
    async send(
      wanted: z.output<typeof sendPrompt>,
      by: string,
      key: string | null = null,
      work?: ItemWork,
    ): Promise<number | null> {
      const entered = await enter(wanted, by, key, work);
      if (entered?.isNew) await start(entered.id);
      return entered && entered.id;
    },

    async cancel(id: number, by: string, why?: string): Promise<void> {
      const reason = wordsOf(`cancelled by ${by}`, why);
      const row = requirePrompt(id);
      if (isSettled(row)) throw conflict(`Prompt ${id} has ended already (${row.stage}).`);
      // Not in the engine's hands yet: no need for it.
      if ((row.stage === 'accepted' || isHeld(row)) && !orchestrator.isUp()) {
        store.lifecycle.settle(id, 'cancelled', reason);
        return;
      }
      const away = store.hosts.awayWith(id);
      const request: ControlRequest =
        away === undefined
          ? { kind: 'cancel', reason }
          : { kind: 'abandon', reason: `${reason}; ${away}`, cancels: true };
      if (!(await ask(id, request)) && !isSettled(requirePrompt(id))) {
        store.lifecycle.settle(id, 'cancelled', reason);
      }
    },

    restart,

    async reassign(id: number, wanted: z.output<typeof reassignPrompt>, by: string): Promise<void> {
      requirePrompt(id);
      if (wanted.target_session === undefined && wanted.target_provider === undefined) {
        throw invalid('target_session', 'expected target_session, target_provider or both');
      }
      await redirect(id, await target(wanted), by)();
    },

    redirect,

    async change(id: number, wanted: z.output<typeof changePrompt>, by: string): Promise<void> {
      const row = requirePrompt(id);
      if (isSettled(row)) throw conflict(`Prompt ${id} has ended already (${row.stage}).`);
      const { priority, after, on, not_before: notBefore } = wanted;
      const isChained = [after, on, notBefore].some((value) => value !== undefined);
      if (isChained) {
        checkChain(after, id);
        if (!store.chains.change(id, { after, on, notBefore }, by))
          throw conflict(`Prompt ${id} has a session already: it waits for nothing any more.`);
      }
      if (priority !== undefined) store.queue.setPriority(id, priority, by);
      const now = requirePrompt(id);
      if (isHeld(row) && !isHeld(now)) return start(id);
      if (priority !== undefined && row.status === 'pending' && !isHeld(now) && orchestrator.isUp())
        await orchestrator.control(id, { kind: 'reconsider', reason: `priority ${priority}` });
    },

    async release(id: number, by: string, reason?: string): Promise<void> {
      const { stage } = requirePrompt(id);
      if (!store.chains.release(id, wordsOf(`released by ${by}`, reason)))
        throw conflict(`Prompt ${id} waits neither for another prompt nor for a time: it is ${stage}.`);
      await start(id);
    },

    archive(id: number): void {
      const row = requirePrompt(id);
      if (!isSettled(row))
        throw conflict(`Prompt ${id} has not ended (${row.stage}): cancel it first, or wait for its end.`);
      store.archive.put(id);
    },

    unarchive(id: number): void {
      requirePrompt(id);
      store.archive.take(id);
    },

    resolve(id: number, as: 'completed' | 'failed', by: string, note?: string): void {
      const { stage } = requirePrompt(id);
      if (!store.lifecycle.resolve(id, as, wordsOf(`${by} decided`, note))) {
        throw conflict(`Prompt ${id} isn't indeterminate but ${stage}: there is nothing to resolve.`);
      }
    },
  };
}

const wordsOf = (what: string, why: string | undefined): string =>
  why === undefined ? what : `${what}: ${why}`;
