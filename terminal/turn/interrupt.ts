/** Stops the work in progress and waits until the session is ready. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { InterruptInput } from '../../workflows/contracts/assignment';
import type { LeaseRow } from '../../store/rows';
import { timeMs } from '../../store/db/time';
import { TmuxError } from '../tmux/types';
import { agentById } from '../../agents/index';
import type { AgentProgram } from '../../agents/types';
import { leasedTerminal, parseBaseline } from '../delivery/baseline';
import type { Deps } from '../../activities/context';
import { typedText } from '../delivery/attempt';
import { type Fence, guardOf, press, raiseFence, stillGuard, superseded } from '../fence';
import { presenceOf } from '../foreground';
import type { Look } from '../watch/types';
import { endingOf, turnOf } from '../../agents/events/match-turn';
import { advance, STARTED } from './progress';

/** A terminal that changes between the look and the keys is looked at again so often. */
const TRIES = 10;
const MOVED_PAUSE_MS = 100;

export async function interrupt(
  deps: Deps,
  { grant, reason, timeoutMs }: InterruptInput,
  signal: AbortSignal,
): Promise<{ ready: boolean }> {
  const { store, tmux, watch } = deps;
  const agent = agentById(grant.provider ?? '');
  const lease = store.leases.held(grant);
  const look = lease && (await watch.lookAt(leasedTerminal(lease)));
  if (!agent || !lease || !look) return { ready: false };
  const screen = look.frame.lines.join('\n').trimEnd().split('\n').slice(-10).join('\n');
  store.receipts.step(grant.promptId, 'working', look.session, `interrupted: ${reason}`, screen);
  if (look.verdict.state === 'waiting_input') return { ready: true };
  const program = lease.baseline === null ? undefined : parseBaseline(lease.baseline).program;
  // A shell in the place of the agent, or another dashboard's terminal: nothing of ours is there to be stopped.
  const presence = program ? await presenceOf(program, agent, look.pane.pid) : 'unknown';
  if (look.guestOf !== undefined || presence === 'ended' || presence === 'background')
    return { ready: false };
  const fence: Fence = {
    token: `interrupt-${grant.promptId}-${randomUUID()}`,
    check: () => {
      signal.throwIfAborted();
      if (!store.leases.held(grant)) throw superseded();
    },
  };
  try {
    if (!(await raiseFence(tmux, look, fence.token))) return { ready: false };
    const pressed = await pressOnTurn(deps, { agent, lease, fence, terminal: look.pane });
    if (pressed !== 'pressed') return { ready: pressed === 'over' };
    return { ready: await untilReady(deps, { look, agent, promptId: grant.promptId, timeoutMs, fence }) };
  } catch (error) {
    if (error instanceof TmuxError) return { ready: false };
    throw error;
  }
}

/** `over`: nothing of the prompt is at work any more; `refused`: nothing was pressed. */
async function pressOnTurn(
  { store, tmux, watch }: Deps,
  {
    agent,
    lease,
    fence,
    terminal,
  }: { agent: AgentProgram; lease: LeaseRow; fence: Fence; terminal: Look['pane'] },
): Promise<'pressed' | 'over' | 'refused'> {
  const prompt = store.prompts.get(lease.prompt_id);
  if (!prompt) return 'refused';
  for (let tries = 0; tries < TRIES; tries += 1) {
    await watch.refresh({ pane: terminal });
    const look = await watch.lookAt(terminal);
    if (!look) return 'refused';
    const { told, verdict } = look;
    const turn = turnOf(told, typedText(prompt), timeMs(lease.granted_at));
    // A person may have begun another one in the terminal meanwhile: that is theirs.
    const others = told?.turn != null && !turn && told.turn.startedMs >= timeMs(lease.granted_at);
    if (verdict.state === 'waiting_input' || endingOf(turn) || others) return 'over';
    // Where output floods the screen it never stands still: then the moment and the program have to do.
    const guard = tries < TRIES - 1 ? stillGuard(look, fence) : guardOf(look, fence);
    if (await press(tmux, look.pane.paneId, agent.interruptKeys, fence, guard)) return 'pressed';
    // What the agent told while this process was stopped comes in first.
    await pause(MOVED_PAUSE_MS);
  }
  return 'refused';
}

interface Stopping {
  readonly look: Look;
  readonly agent: AgentProgram;
  readonly promptId: number;
  readonly timeoutMs: number;
  readonly fence: Fence;
}

function untilReady(
  deps: Deps,
  { look: first, agent, promptId, timeoutMs, fence }: Stopping,
): Promise<boolean> {
  const { watch, tmux, log } = deps;
  const cameBack = givenBack(deps, agent, promptId);
  return new Promise((resolve) => {
    let progress = { ...STARTED, sawWork: true };
    let clearing = false;
    const done = (ready: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(ready);
    };
    const timer = setTimeout(() => done(false), timeoutMs);
    const stop = watch.follow(first.pane, (look) => {
      if (look === null) return done(false);
      if (!clearing && cameBack(look)) {
        clearing = true;
        // Only on the very text that is seen there: in an empty box the same keys would end the agent.
        press(tmux, look.pane.paneId, agent.clearKeys ?? [], fence, stillGuard(look, fence)).then(
          (pressed) => (clearing = pressed),
          (error: unknown) =>
            log.warn({ err: error, promptId }, 'the prompt that came back could not be cleared'),
        );
        return;
      }
      // It is asked to stop: what it told before doesn't count against its screen.
      const next = advance(progress, { ...look, verdict: look.screen }, agent, Date.now());
      progress = { ...next.progress, sawWork: true };
      if (next.ended) done(next.ended === 'completed');
    });
  });
}

/** Claude Code puts a prompt that it had not answered yet back into its input box: the next one would follow on it. */
function givenBack({ store }: Deps, agent: AgentProgram, promptId: number): (look: Look) => boolean {
  const prompt = store.prompts.get(promptId);
  const kept = store.leases.get(promptId)?.baseline;
  if (!agent.clearKeys || !prompt || !kept) return () => false;
  const baseline = parseBaseline(kept);
  const text = typedText(prompt);
  return ({ frame, screen }) =>
    screen.draft !== undefined &&
    screen.state === 'unknown' &&
    agent.sight(frame, baseline, text) === 'composer';
}
