/** Stops the work in progress and waits until the session is ready. */
import { setTimeout as pause } from 'node:timers/promises';
import type { Interrupted, InterruptInput } from '../../workflows/contracts/assignment';
import { TmuxError } from '../tmux/types';
import { agentById } from '../../agents/index';
import { leasedAttempt, type LeasedAttempt, leaseRef, promptFence } from '../attempt';
import type { HostDeps } from '../context';
import { type Fence, guardOf, press, stillGuard, superseded, takeTerminal } from '../fence';
import { presenceOf } from '../foreground';
import { dropOutput } from '../shell-output/pipe';
import type { Snapshot } from '../watch/types';
import { endingOf, turnOf } from '../../agents/events/match-turn';
import { advance, STARTED } from './progress';

/** A terminal that changes between the look and the keys is looked at again so often. */
const TRIES = 10;
const MOVED_PAUSE_MS = 100;

export async function interrupt(
  deps: HostDeps,
  input: InterruptInput,
  signal: AbortSignal,
): Promise<Interrupted> {
  const { grant } = input;
  const agent = agentById(grant.provider ?? '');
  const { prompt, lease } = await deps.hostStore.assignment(grant);
  if (!lease) return { ready: false };
  const attempt = agent && prompt ? leasedAttempt(prompt, lease, agent) : undefined;
  const stopped = attempt !== undefined && (await stopTurn(deps, attempt, input, signal));
  await Promise.all([dropOutput(deps, lease), deps.changes?.end(lease)]);
  return typeof stopped === 'boolean' ? { ready: stopped } : stopped;
}

/** Nothing is pressed into a terminal where a person types: what goes on there is theirs to stop. */
const LEFT_ALONE: Interrupted = {
  ready: false,
  leftAlone: 'not interrupted, since a person has taken over the terminal',
};

/** True once the session is ready. */
async function stopTurn(
  deps: HostDeps,
  attempt: LeasedAttempt,
  { reason, timeoutMs }: InterruptInput,
  signal: AbortSignal,
): Promise<boolean | Interrupted> {
  const { hostStore, watch } = deps;
  const { prompt, lease, agent, program } = attempt;
  const look = await watch.observeTerminal(attempt.terminal);
  if (!look) return false;
  const evidence = look.frame.lines.join('\n').trimEnd().split('\n').slice(-10).join('\n');
  const step = { promptId: prompt.id, stage: 'working', session: look.session } as const;
  const isTheirs = look.reading.state !== 'waiting_input' && look.pane.writer !== '';
  const words = isTheirs ? LEFT_ALONE.leftAlone : 'interrupted';
  await hostStore.step({ ...step, reason: `${words}: ${reason}`, evidence }, leaseRef(lease));
  if (isTheirs) return LEFT_ALONE;
  if (look.reading.state === 'waiting_input') return true;
  // A shell in the place of the agent, or another dashboard's terminal: nothing of ours is there to be stopped.
  const presence = program ? await presenceOf(program, agent, look.pane.pid) : 'unknown';
  if (look.guestOf !== undefined || presence === 'ended' || presence === 'background') return false;
  // From here on the keys of its delivery are refused, and those of a try before this one, which may have been stopped.
  const number = await hostStore.nextAttempt(lease);
  if (number === null) throw superseded();
  const fence = promptFence(hostStore, { ...lease, attempt: number }, signal);
  try {
    const taken = await takeTerminal(deps, look.pane, fence);
    if (taken && taken.look.pane.writer !== '') return LEFT_ALONE;
    if (!taken?.isRaised) return false;
    const pressed = await pressOnTurn(deps, attempt, { fence, terminal: look.pane });
    if (pressed !== 'pressed') return pressed === 'over';
    return await untilReady(deps, attempt, { look, timeoutMs, fence });
  } catch (error) {
    if (error instanceof TmuxError) return false;
    throw error;
  }
}

/** `over`: nothing of the prompt is at work any more; `refused`: nothing was pressed. */
async function pressOnTurn(
  { tmux, watch }: HostDeps,
  { agent, text, sinceMs }: LeasedAttempt,
  { fence, terminal }: { fence: Fence; terminal: Snapshot['pane'] },
): Promise<'pressed' | 'over' | 'refused'> {
  for (let tries = 0; tries < TRIES; tries += 1) {
    await watch.refresh({ pane: terminal });
    const look = await watch.observeTerminal(terminal);
    if (!look) return 'refused';
    const { reported: told, reading: verdict } = look;
    const turn = turnOf(told, text, sinceMs);
    // A person may have begun another one in the terminal meanwhile: that is theirs.
    const others = told?.turn != null && !turn && told.turn.startedMs >= sinceMs;
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
  readonly look: Snapshot;
  readonly timeoutMs: number;
  readonly fence: Fence;
}

function untilReady(
  { watch, tmux, log }: HostDeps,
  attempt: LeasedAttempt,
  { look: first, timeoutMs, fence }: Stopping,
): Promise<boolean> {
  const { agent, prompt } = attempt;
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
      if (!clearing && isGivenBack(attempt, look)) {
        clearing = true;
        // Only on the very text that is seen there: in an empty box the same keys would end the agent.
        press(tmux, look.pane.paneId, agent.clearKeys ?? [], fence, stillGuard(look, fence)).then(
          (pressed) => (clearing = pressed),
          (error: unknown) =>
            log.warn({ err: error, promptId: prompt.id }, 'the prompt that came back could not be cleared'),
        );
        return;
      }
      // It is asked to stop: what it told before doesn't count against its screen.
      const next = advance(progress, { ...look, reading: look.screen }, agent, look.atMs);
      progress = { ...next.progress, sawWork: true };
      if (next.ended) done(next.ended === 'completed');
    });
  });
}

/** Claude Code puts a prompt that it had not answered yet back into its input box: the next one would follow on it. */
function isGivenBack({ agent, baseline, text }: LeasedAttempt, { frame, screen }: Snapshot): boolean {
  if (!agent.clearKeys || !baseline) return false;
  return (
    screen.draft !== undefined &&
    screen.state === 'unknown' &&
    agent.locatePrompt(frame, baseline, text) === 'input'
  );
}
