/** The agent's answer and what it took, kept with the prompt: from what the agent told, else from the screen. */
import { setTimeout as pause } from 'node:timers/promises';
import { TmuxError } from '../tmux/types';
import type { Attempt } from '../attempt';
import type { HostDeps } from '../context';
import { rowNow } from '../delivery/baseline';
import { answerOf, toolCallsOf, usageOf } from '../../agents/events/reduce-turn';
import type { Turn } from '../../agents/events/types';
import type { TurnUsage } from '../../workflows/contracts/host-prompts';
import { pipedAnswer } from '../shell-output';
import type { Snapshot } from '../watch/types';
import { turnOf } from '../../agents/events/match-turn';
import { shorten, type ShownAnswer } from './shorten';

/**
 * A transcript is written some moments after the hook was called, a second where the machine is busy. What it took is told
 * nowhere else: without it, the budgets don't know of it.
 */
const USAGE_PAUSES_MS = [50, 50, 50, 50, 100, 100, 200, 200, 400, 400];

export interface KeptAnswer {
  readonly response: string | null;
  readonly usage: TurnUsage | null;
  /** Tools that it used; null where that isn't known. */
  readonly toolCalls: number | null;
}

export async function readAnswer(deps: HostDeps, attempt: Attempt, look: Snapshot): Promise<KeptAnswer> {
  const told = await toldAnswer(deps, attempt, look);
  if (told) return told;
  const shown = await screenAnswer(deps, attempt, look);
  return { response: shown && shorten(shown, deps.answers.maxBytes), usage: null, toolCalls: null };
}

async function toldAnswer(
  { watch, answers }: HostDeps,
  { text, sinceMs }: Attempt,
  look: Snapshot,
): Promise<KeptAnswer | null> {
  if (!look.agent?.evidence) return null;
  for (let tries = 0; ; tries += 1) {
    await watch.refresh(look);
    const turn = turnOf(watch.reportedIn(look), text, sinceMs);
    if (!turn) return null;
    const usage = usageOf(turn);
    // An answer that was stopped or failed has none.
    const isComing = turn.ending === null || (usage === null && turn.ending.how === 'completed');
    const pauseMs = USAGE_PAUSES_MS[tries];
    if (isComing && pauseMs !== undefined) {
      await pause(pauseMs);
      continue;
    }
    return turn.ending === null && answerOf(turn) === '' ? null : toldIn(turn, answers.maxBytes);
  }
}

/** The answer as the agent told it. */
export function toldIn(turn: Turn, maxBytes: number): KeptAnswer {
  return {
    response: shorten({ text: answerOf(turn) }, maxBytes),
    usage: usageOf(turn),
    toolCalls: toolCallsOf(turn),
  };
}

async function screenAnswer(deps: HostDeps, attempt: Attempt, look: Snapshot): Promise<ShownAnswer | null> {
  const { tmux, log } = deps;
  const { prompt, agent, baseline, text } = attempt;
  if (!baseline) return null;
  try {
    const { paneId, alternateScreen } = look.pane;
    const oldest = alternateScreen ? 0 : -look.frame.historySize;
    const counted = alternateScreen ? 0 : Math.max(rowNow(baseline, look.frame), oldest);
    let drawn = await tmux.captureRows(paneId, counted);
    // Where the history was cleared or cut meanwhile, the prompt's row can't be counted to: take all there is.
    const holds = (rows: readonly string[]): boolean =>
      agent.holdsPrompt?.(rows, baseline, text) ?? rows[0]?.startsWith(baseline.promptRow.trimEnd()) === true;
    if (!alternateScreen && !holds(drawn)) drawn = await tmux.captureRows(paneId, oldest);
    const piped = holds(drawn) ? undefined : await pipedAnswer(deps, attempt, look);
    if (piped !== undefined) return piped;
    const rows = drawn.map((row) => row.trimEnd());
    return { text: agent.response(rows, baseline, text, drawn) };
  } catch (error) {
    if (!(error instanceof TmuxError)) throw error;
    log.warn({ promptId: prompt.id, err: error }, 'the answer could not be read');
    return null;
  }
}
