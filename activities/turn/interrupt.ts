/** Stops the work in progress and waits until the session is ready. */
import type { InterruptInput } from '../../workflows/contracts/assignment';
import { TmuxError } from '../adapters/tmux/types';
import { agentById } from '../agents/index';
import type { AgentProgram } from '../agents/types';
import { parseBaseline } from '../baseline';
import type { Deps } from '../context';
import { typedText } from '../delivery/attempt';
import type { Look } from '../watch/types';
import { advance, STARTED } from './progress';

export async function interrupt(
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
    return { ready: await untilReady(deps, look.pane.paneId, agent, grant.promptId, timeoutMs) };
  } catch (error) {
    if (error instanceof TmuxError) return { ready: false };
    throw error;
  }
}

function untilReady(
  deps: Deps,
  paneId: string,
  agent: AgentProgram,
  promptId: number,
  timeoutMs: number,
): Promise<boolean> {
  const { watch, tmux, log } = deps;
  const cameBack = givenBack(deps, agent, promptId);
  return new Promise((resolve) => {
    let progress = { ...STARTED, sawWork: true };
    let cleared = false;
    const done = (ready: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(ready);
    };
    const timer = setTimeout(() => done(false), timeoutMs);
    const stop = watch.follow(paneId, (look) => {
      if (look === null) return done(false);
      if (!cleared && cameBack(look)) {
        cleared = true;
        tmux.keys(paneId, agent.clearKeys ?? []).catch((error: unknown) => {
          log.warn({ err: error, promptId }, 'the prompt that came back could not be cleared');
        });
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
