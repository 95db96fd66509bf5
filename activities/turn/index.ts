/** Follows a submitted prompt to the end of its turn, keeps the answer; stops a turn on request. */
import { CancelledFailure } from '@temporalio/activity';
import type { HostInput, InterruptInput, TurnEnd } from '../../workflows/contracts/assignment';
import type { HostActivities } from '../../workflows/contracts/ports';
import { agentById } from '../agents/index';
import type { AgentProgram } from '../agents/types';
import { TmuxError } from '../adapters/tmux/types';
import { parseBaseline } from '../baseline';
import type { Deps } from '../context';
import { beating } from '../heartbeat';
import type { Look } from '../watch/types';
import { advance, type Progress, STARTED } from './progress';
import { keepResponse } from './response';

export function turnActivities(deps: Deps): Pick<HostActivities, 'followTurn' | 'interruptTurn'> {
  return {
    followTurn: (input) => beating((signal) => follow(deps, input, signal)),
    interruptTurn: (input) => beating(() => interrupt(deps, input)),
  };
}

async function follow(deps: Deps, { grant }: HostInput, signal: AbortSignal): Promise<TurnEnd> {
  const { store, watch } = deps;
  const agent = agentById(grant.provider ?? '');
  const lease = store.leases.get(grant.promptId);
  const paneId = lease?.pane_id ?? grant.paneId;
  const pid = lease?.baseline ? parseBaseline(lease.baseline).pid : undefined;
  if (!agent) return { outcome: 'gone', reason: `no rules for agent '${grant.provider}'` };
  let progress = resumeAt(store.prompts.get(grant.promptId)?.stage);
  const seen: { last: Look | null } = { last: null };

  const ended = await new Promise<'completed' | 'gone'>((resolve, reject) => {
    const stop = watch.follow(paneId, (look) => {
      const other = pid !== undefined && look?.pane.pid !== pid;
      if (look === null || look.frame.dead || other) return finish(() => resolve('gone'));
      seen.last = look;
      const next = advance(progress, look, agent, Date.now());
      progress = next.progress;
      if (next.step) {
        store.receipts.step(
          grant.promptId,
          next.step.stage,
          grant.session,
          next.step.reason,
          next.step.evidence,
        );
      }
      const { ended: end } = next;
      if (end) finish(() => resolve(end));
    });
    const finish = (settle: () => void): void => {
      stop();
      signal.removeEventListener('abort', abort);
      settle();
    };
    const abort = (): void => finish(() => reject(new CancelledFailure('no longer followed')));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });

  const { last } = seen;
  if (ended === 'gone' || last === null) {
    return { outcome: 'gone', reason: `session '${grant.session}' ended while ${agent.title} worked on it` };
  }
  await keepResponse(deps, { promptId: grant.promptId, agent, look: last });
  return { outcome: 'completed', reason: `${agent.title} finished` };
}

/** A restarted worker goes on where the receipt is. */
function resumeAt(stage: string | undefined): Progress {
  if (stage === 'working' || stage === 'needs_confirmation') return { ...STARTED, stage, sawWork: true };
  return STARTED;
}

async function interrupt(
  deps: Deps,
  { grant, reason, timeoutMs }: InterruptInput,
): Promise<{ ready: boolean }> {
  const { store, tmux, watch } = deps;
  const agent = agentById(grant.provider ?? '');
  const look = await watch.look(grant.session);
  if (!agent || !look) return { ready: false };
  const screen = look.frame.lines.join('\n').trimEnd().split('\n').slice(-10).join('\n');
  store.receipts.step(grant.promptId, 'working', grant.session, `interrupted: ${reason}`, screen);
  if (look.verdict.state === 'waiting_input') return { ready: true };
  try {
    await tmux.keys(look.pane.paneId, agent.interruptKeys);
  } catch (error) {
    if (error instanceof TmuxError) return { ready: false };
    throw error;
  }
  return { ready: await untilReady(deps, look.pane.paneId, agent, timeoutMs) };
}

function untilReady(
  { watch }: Deps,
  paneId: string,
  agent: AgentProgram,
  timeoutMs: number,
): Promise<boolean> {
  return new Promise((resolve) => {
    let progress = { ...STARTED, sawWork: true };
    const done = (ready: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(ready);
    };
    const timer = setTimeout(() => done(false), timeoutMs);
    const stop = watch.follow(paneId, (look) => {
      if (look === null) return done(false);
      const next = advance(progress, look, agent, Date.now());
      progress = { ...next.progress, sawWork: true };
      if (next.ended) done(next.ended === 'completed');
    });
  });
}
