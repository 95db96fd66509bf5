/**
 * Follows a turn to its end. What the agent tells of it (hooks, transcript) ends it at once and for certain; where it tells
 * nothing, or nothing of this prompt, its screen does.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { CancelledFailure } from '@temporalio/activity';
import type { HostInput, TurnEnd } from '../../workflows/contracts/assignment';
import { timeMs } from '../../store/db/time';
import { agentById } from '../../agents/index';
import { noteAccounts } from '../../agents/accounts';
import type { AgentProgram } from '../../agents/types';
import type { ProcessId } from '../../processes/identity';
import { leasedTerminal, parseBaseline } from '../delivery/baseline';
import type { Deps } from '../../activities/context';
import { typedText } from '../delivery/attempt';
import { press, raiseFence, stillGuard } from '../fence';
import { findTranscript } from '../../agents/events/find';
import { type Presence, presenceOf } from '../foreground';
import { dropOutput } from '../shell-output/pipe';
import type { TerminalRef } from '../watch/labels';
import type { Look } from '../watch/types';
import { endingOf, turnOf } from '../../agents/events/match-turn';
import { advance, type Progress, STARTED } from './progress';
import { type KeptAnswer, readAnswer, toldIn } from './response';
import { refused, resultOf, type TurnEnding, type TurnSettled } from './result';

/** How the following ended: the agent said so, its screen did, or the terminal is gone. */
type Followed =
  | { readonly by: 'agent'; readonly ending: TurnEnding; readonly look: Look }
  | { readonly by: 'screen'; readonly look: Look }
  | { readonly by: 'gone'; readonly why: string };

interface Followable {
  readonly agent: AgentProgram;
  readonly terminal: TerminalRef;
  /** The agent's process: the turn is its, and ends with it. Undefined where it can't be told. */
  readonly program: ProcessId | undefined;
  readonly text: string;
  readonly sinceMs: number;
}

export async function follow(deps: Deps, input: HostInput, signal: AbortSignal): Promise<TurnEnd> {
  const { grant } = input;
  const { store } = deps;
  const agent = agentById(grant.provider ?? '');
  const prompt = store.prompts.get(grant.promptId);
  const lease = store.leases.held(grant);
  if (!agent || !prompt) return { outcome: 'gone', reason: `no rules for agent '${grant.provider}'` };
  const turn: Followable = {
    agent,
    terminal: lease ? leasedTerminal(lease) : { server: null, paneId: grant.paneId, pid: null },
    program: lease?.baseline ? parseBaseline(lease.baseline).program : undefined,
    text: typedText(prompt),
    sinceMs: lease ? timeMs(lease.granted_at) : 0,
  };
  const { paneId, pid } = turn.terminal;
  if (pid !== null) findTranscript(deps, { paneId, pid });
  const followed = await untilEnd(deps, input, turn, resumeAt(prompt.stage), signal);
  try {
    if (followed.by === 'gone') return await lastWords(deps, grant.promptId, turn, followed.why);
    return await keep(deps, grant.promptId, turn, followed);
  } finally {
    if (lease) await dropOutput(deps, lease);
  }
}

/** The agent may have finished just before it ended, while nobody looked: what is done is not done again. */
async function lastWords(deps: Deps, promptId: number, turn: Followable, why: string): Promise<TurnEnd> {
  const { agent, terminal, text, sinceMs } = turn;
  const told = turnOf(await deps.watch.lastTold(terminal, agent), text, sinceMs);
  const ending = endingOf(told);
  if (!told || !ending) return howItLeft(deps, turn, why);
  const answer = toldIn(told, deps.answers.maxBytes);
  const settled = settledBy(deps, { promptId, turn, ending, answer });
  if (settled.end.outcome === 'limited') await noteAccounts(deps, agent.id);
  return record(deps, promptId, settled, answer);
}

/** What a program says last is drawn some moments after its end. */
const LAST_WORDS_MS = 1_000;
const LAST_WORDS_PAUSE_MS = 100;

/** An agent that ended has stopped its work, unless it says that the work goes on elsewhere: then nobody may begin it anew. */
async function howItLeft({ watch }: Deps, { agent, terminal }: Followable, why: string): Promise<TurnEnd> {
  const deadlineMs = performance.now() + LAST_WORDS_MS;
  while (agent.worksElsewhere && performance.now() < deadlineMs) {
    const look = await watch.lookAt(terminal);
    if (!look) break;
    const words = agent.worksElsewhere(look.frame);
    if (words !== undefined) return { outcome: 'elsewhere', reason: `${why}: ${words}` };
    await pause(LAST_WORDS_PAUSE_MS);
  }
  return { outcome: 'gone', reason: why };
}

/** Whether the agent's process lives is asked so often at most; at once where another program is in front. */
const PRESENCE_EVERY_MS = process.platform === 'linux' ? 200 : 2_000;

function untilEnd(
  { store, watch }: Deps,
  { grant }: HostInput,
  { agent, terminal, program, text, sinceMs }: Followable,
  from: Progress,
  signal: AbortSignal,
): Promise<Followed> {
  let progress = from;
  let presence: Presence = 'unknown';
  let askedMs = -Infinity;
  let command: string | undefined;
  return new Promise((resolve, reject) => {
    const gone = (why: string): void => finish(() => resolve({ by: 'gone', why }));
    const name = (look: Look | null): string => look?.session ?? grant.session;
    const whyGone = (look: Look | null): string =>
      `session '${name(look)}' ended while ${agent.title} worked on it`;

    /** The screen of another program says nothing about this turn. */
    const judge = (look: Look): void => {
      if (done) return;
      if (presence === 'ended' && !endingOf(turnOf(look.told, text, sinceMs)))
        return gone(`${agent.title} ended in session '${name(look)}' while it worked on it`);
      if (presence === 'background') return;
      const next = advance(progress, look, agent, Date.now());
      progress = next.progress;
      if (next.step) {
        const { stage, reason, evidence } = next.step;
        store.receipts.step(grant.promptId, stage, look.session, reason, evidence);
      }
      if (next.ended === 'gone') gone(whyGone(look));
      else if (next.ended) finish(() => resolve({ by: 'screen', look }));
    };

    let done = false;
    let newest: Look | undefined;
    const stop = watch.follow(terminal, (look) => {
      if (look === null || look.frame.dead) return gone(whyGone(look));
      const ending = endingOf(turnOf(look.told, text, sinceMs));
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
  deps: Deps,
  promptId: number,
  turn: Followable,
  followed: Exclude<Followed, { by: 'gone' }>,
): Promise<TurnEnd> {
  const { look } = followed;
  const { agent, sinceMs, text } = turn;
  const answer = await readAnswer(deps, { promptId, agent, look, sinceMs });
  // The transcript may know more of it by now than the hook that told first.
  const told = endingOf(turnOf(deps.watch.toldIn(look), text, sinceMs));
  const ending = told ?? (followed.by === 'agent' ? followed.ending : endingOnScreen(agent, look));
  const settled = settledBy(deps, { promptId, turn, ending, answer });
  if (settled.end.outcome === 'limited') {
    await noteAccounts(deps, agent.id);
    await stayAtLimit(deps, agent, look);
  }
  return record(deps, promptId, settled, answer);
}

interface Ended {
  readonly promptId: number;
  readonly turn: Followable;
  readonly ending: TurnEnding;
  readonly answer: KeptAnswer;
}

function settledBy({ store }: Deps, { promptId, turn, ending, answer }: Ended): TurnSettled {
  // A dialog stood there to the end.
  const asked = store.prompts.get(promptId)?.stage === 'needs_confirmation';
  const { agent, sinceMs } = turn;
  const denied =
    ending.how === 'interrupted' ? store.confirmations.deniedFor(promptId, sinceMs, asked) : undefined;
  return denied ? refused(denied) : resultOf(agent.title, ending, answer.response ?? '', Date.now());
}

function record(
  { store }: Deps,
  promptId: number,
  { end, result, question }: TurnSettled,
  answer: KeptAnswer,
): TurnEnd {
  store.prompts.keepTurn({ promptId, ...answer, result, question });
  return end;
}

/** What the agent says of the limit is on the screen some moments after it was told, and takes keys some moments after that. */
const LIMIT_SHOWN_MS = 5_000;
const LIMIT_PAUSE_MS = 300;

/** The prompt goes back to the queue: the agent must not send it again by itself when the limit ends. */
async function stayAtLimit({ watch, tmux, log }: Deps, agent: AgentProgram, { pane }: Look): Promise<void> {
  if (!agent.staysAtLimit) return;
  const fence = { token: `limit-${randomUUID()}`, check: () => undefined };
  const deadline = Date.now() + LIMIT_SHOWN_MS;
  let pressed = false;
  let raised = false;
  while (Date.now() < deadline) {
    const now = await watch.lookAt(pane);
    const keys = now && agent.staysAtLimit(now.frame);
    if (pressed && !keys) return;
    await pause(LIMIT_PAUSE_MS);
    const again = keys ? await watch.lookAt(pane) : null;
    if (!again || !agent.staysAtLimit(again.frame)) continue;
    raised ||= await raiseFence(tmux, again, fence.token);
    log.info({ session: again.session }, 'the agent is kept from going on by itself after its usage limit');
    pressed = (await press(tmux, pane.paneId, keys ?? [], fence, stillGuard(again, fence))) || pressed;
  }
}

function endingOnScreen(agent: AgentProgram, { frame, verdict, screen }: Look): TurnEnding {
  const nothing = { httpStatus: null, code: null, background: [] };
  if (screen.state === 'limited') return { ...nothing, how: 'failed', message: screen.evidence };
  const seen = agent.ending?.(frame);
  if (seen) return { ...nothing, ...seen };
  // It said that it works, and shows that it doesn't: nobody but a person stops it without a word.
  if (verdict.disagreement !== undefined) return { ...nothing, how: 'interrupted', message: null };
  return { ...nothing, how: 'completed', message: null };
}

/** A restarted worker goes on where the receipt is. */
function resumeAt(stage: string): Progress {
  if (stage === 'working' || stage === 'needs_confirmation') return { ...STARTED, stage, sawWork: true };
  return STARTED;
}
