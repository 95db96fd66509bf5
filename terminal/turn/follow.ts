/**
 * Follows a turn to its end. What the agent tells of it (hooks, transcript) ends it at once and for certain; where it tells
 * nothing, or nothing of this prompt, its screen does.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CancelledFailure } from '@temporalio/activity';
import type { HostInput, TurnEnd } from '../../workflows/contracts/assignment';
import { agentById } from '../../agents/index';
import type { AgentProgram } from '../../agents/types';
import { type Attempt, formerAttempt, leasedAttempt } from '../attempt';
import type { HostDeps } from '../context';
import { asSeen, type Fence, press, raiseFence, stillGuard, superseded } from '../fence';
import { type Presence, presenceOf } from '../foreground';
import { dropOutput } from '../shell-output/pipe';
import type { Snapshot } from '../watch/types';
import { endingOf, turnOf } from '../../agents/events/match-turn';
import { noteAccount, noteAccounts } from '../sessions/note-accounts';
import { findTranscript } from './find-transcript';
import { type KeptAnswer, readAnswer, toldIn } from './response';
import { refused, resultOf, type TurnEnding, type TurnSettled } from './result';
import { type StepWriter, stepWriter } from './step-writer';

/** How the following ended: the agent said so, its screen did, or the terminal is gone. */
type Followed =
  | { readonly by: 'agent'; readonly ending: TurnEnding; readonly look: Snapshot }
  | { readonly by: 'screen'; readonly look: Snapshot }
  | { readonly by: 'gone'; readonly why: string };

export async function follow(deps: HostDeps, { grant }: HostInput, signal: AbortSignal): Promise<TurnEnd> {
  const agent = agentById(grant.provider ?? '');
  const { prompt, lease } = await deps.hostStore.assignment(grant);
  if (!agent || !prompt) return { outcome: 'gone', reason: `no rules for agent '${grant.provider}'` };
  const attempt = lease
    ? leasedAttempt(prompt, lease, agent)
    : formerAttempt(prompt, agent, { paneId: grant.paneId, session: grant.session });
  const { paneId, pid } = attempt.terminal;
  if (pid !== null) {
    findTranscript(deps, { paneId, pid });
    if (agent.id !== 'shell') noteAccount(deps, { session: attempt.session, pid, provider: agent.id });
  }
  const followed = await untilEnd(deps, attempt, signal);
  // At once: the session may get its next prompt right after this.
  const lookedAt = lease ? deps.changes?.end(lease) : undefined;
  try {
    if (followed.by === 'gone') return await lastWords(deps, attempt, followed.why);
    return await keep(deps, attempt, followed);
  } finally {
    if (lease) await Promise.all([dropOutput(deps, lease), lookedAt]);
  }
}

/** The agent may have finished just before it ended, while nobody looked: what is done is not done again. */
async function lastWords(deps: HostDeps, attempt: Attempt, why: string): Promise<TurnEnd> {
  const { agent, terminal, text, sinceMs } = attempt;
  const told = turnOf(await deps.watch.lastReported(terminal, agent), text, sinceMs);
  const ending = endingOf(told);
  if (!told || !ending) return howItLeft(deps, attempt, why);
  const answer = toldIn(told, deps.answers.maxBytes);
  const settled = await settledBy(deps, attempt, ending, answer);
  if (settled.end.outcome === 'limited') await noteAccounts(deps, agent.id);
  return record(deps, attempt, settled, answer);
}

/** What a program says last is drawn some moments after its end. */
const LAST_WORDS_MS = 1_000;
const LAST_WORDS_PAUSE_MS = 100;

/** An agent that ended has stopped its work, unless it says that the work goes on elsewhere: then nobody may begin it anew. */
async function howItLeft({ watch }: HostDeps, { agent, terminal }: Attempt, why: string): Promise<TurnEnd> {
  const deadlineMs = performance.now() + LAST_WORDS_MS;
  while (agent.worksElsewhere && performance.now() < deadlineMs) {
    const look = await watch.observeTerminal(terminal);
    if (!look) break;
    const words = agent.worksElsewhere(look.frame);
    if (words !== undefined) return { outcome: 'elsewhere', reason: `${why}: ${words}` };
    await pause(LAST_WORDS_PAUSE_MS);
  }
  return { outcome: 'gone', reason: why };
}

/** Whether the agent's process lives is asked so often at most; at once where another program is in front. */
const PRESENCE_EVERY_MS = process.platform === 'linux' ? 200 : 2_000;

async function untilEnd(deps: HostDeps, attempt: Attempt, signal: AbortSignal): Promise<Followed> {
  const steps = stepWriter(deps, attempt);
  const followed = await watchTurn(deps, attempt, steps, signal);
  await steps.written();
  return followed;
}

function watchTurn(
  { watch }: HostDeps,
  { agent, terminal, program, text, sinceMs, session }: Attempt,
  steps: StepWriter,
  signal: AbortSignal,
): Promise<Followed> {
  let presence: Presence = 'unknown';
  let askedMs = -Infinity;
  let command: string | undefined;
  return new Promise((resolve, reject) => {
    const gone = (why: string): void => finish(() => resolve({ by: 'gone', why }));
    const name = (look: Snapshot | null): string => look?.session ?? session;
    const whyGone = (look: Snapshot | null): string =>
      `session '${name(look)}' ended while ${agent.title} worked on it`;

    /** The screen of another program says nothing about this turn. */
    const judge = (look: Snapshot): void => {
      if (done) return;
      if (presence === 'ended' && !endingOf(turnOf(look.reported, text, sinceMs)))
        return gone(`${agent.title} ended in session '${name(look)}' while it worked on it`);
      if (presence === 'background') return;
      const ended = steps.advance(look, agent);
      if (ended === 'gone') gone(whyGone(look));
      else if (ended) finish(() => resolve({ by: 'screen', look }));
    };

    let done = false;
    let newest: Snapshot | undefined;
    const stop = watch.follow(terminal, (look) => {
      if (look === null || look.frame.dead) return gone(whyGone(look));
      const ending = endingOf(turnOf(look.reported, text, sinceMs));
      if (ending) return finish(() => resolve({ by: 'agent', ending, look }));
      const now = performance.now();
      if (!program || (command === look.pane.command && now - askedMs < PRESENCE_EVERY_MS))
        return judge(look);
      askedMs = now;
      command = look.pane.command;
      newest = look;
      presenceOf(program, agent, look.pane.pid).then(
        (found) => {
          presence = found;
          if (newest === look) judge(look);
        },
        (error: unknown) => finish(() => reject(error instanceof Error ? error : new Error(String(error)))),
      );
    });
    const finish = (settle: () => void): void => {
      done = true;
      stop();
      signal.removeEventListener('abort', abort);
      settle();
    };
    const abort = (): void => finish(() => reject(new CancelledFailure('no longer followed')));
    if (signal.aborted) abort();
    else signal.addEventListener('abort', abort);
  });
}

async function keep(
  deps: HostDeps,
  attempt: Attempt,
  followed: Exclude<Followed, { by: 'gone' }>,
): Promise<TurnEnd> {
  const { look } = followed;
  const { agent, sinceMs, text } = attempt;
  const answer = await readAnswer(deps, attempt, look);
  // The transcript may know more of it by now than the hook that told first.
  const told = endingOf(turnOf(deps.watch.reportedIn(look), text, sinceMs));
  const ending = told ?? (followed.by === 'agent' ? followed.ending : endingOnScreen(agent, look));
  const settled = await settledBy(deps, attempt, ending, answer);
  if (settled.end.outcome === 'limited') {
    await noteAccounts(deps, agent.id);
    await stayAtLimit(deps, attempt, look);
  }
  return record(deps, attempt, settled, answer);
}

async function settledBy(
  { hostStore }: HostDeps,
  { prompt, agent, sinceMs }: Attempt,
  ending: TurnEnding,
  answer: KeptAnswer,
): Promise<TurnSettled> {
  const denied =
    ending.how === 'interrupted' ? await hostStore.deniedDialog({ promptId: prompt.id, sinceMs }) : null;
  return denied ? refused(denied) : resultOf(agent.title, ending, answer.response ?? '', Date.now());
}

async function record(
  { hostStore }: HostDeps,
  { prompt }: Attempt,
  { end, result, question }: TurnSettled,
  answer: KeptAnswer,
): Promise<TurnEnd> {
  await hostStore.keepTurn({ promptId: prompt.id, ...answer, result, question });
  return end;
}

/** What the agent says of the limit is on the screen some moments after it was told, and takes keys some moments after that. */
const LIMIT_SHOWN_MS = 5_000;
const LIMIT_PAUSE_MS = 300;

/** The prompt goes back to the queue: the agent must not send it again by itself when the limit ends. */
async function stayAtLimit(
  { hostStore, watch, tmux, log }: HostDeps,
  { agent, lease }: Attempt,
  { pane }: Snapshot,
): Promise<void> {
  if (!agent.staysAtLimit) return;
  const fence: Fence = {
    token: `limit-${randomUUID()}`,
    // Another prompt may have got the session since.
    async check() {
      if (lease && !(await hostStore.isHeld(lease))) throw superseded();
    },
  };
  const deadline = performance.now() + LIMIT_SHOWN_MS;
  let pressed = false;
  let raised = false;
  while (performance.now() < deadline) {
    const now = await watch.observeTerminal(pane);
    const keys = now && agent.staysAtLimit(now.frame);
    if (pressed && !keys) return;
    await pause(LIMIT_PAUSE_MS);
    const again = keys ? await watch.observeTerminal(pane) : null;
    if (!again || !agent.staysAtLimit(again.frame)) continue;
    raised ||= await raiseFence(tmux, again, fence, asSeen(again));
    if (!raised) continue;
    log.info({ session: again.session }, 'the agent is kept from going on by itself after its usage limit');
    pressed = (await press(tmux, pane.paneId, keys ?? [], fence, stillGuard(again, fence))) || pressed;
  }
}

function endingOnScreen(agent: AgentProgram, { frame, reading: verdict, screen }: Snapshot): TurnEnding {
  const nothing = { httpStatus: null, code: null, background: [] };
  if (screen.state === 'limited') return { ...nothing, how: 'failed', message: screen.evidence };
  const seen = agent.ending?.(frame);
  if (seen) return { ...nothing, ...seen };
  // It said that it works, and shows that it doesn't: nobody but a person stops it without a word.
  if (verdict.disagreement !== undefined) return { ...nothing, how: 'interrupted', message: null };
  return { ...nothing, how: 'completed', message: null };
}
