/** The agent's answer and what it took, kept with the prompt: from what the agent told, else from the screen. */
import { setTimeout as pause } from 'node:timers/promises';
import { TmuxError } from '../tmux/types';
import type { AgentProgram } from '../../agents/types';
import { parseBaseline, rowNow } from '../delivery/baseline';
import type { Deps } from '../../activities/context';
import { typedText } from '../delivery/attempt';
import { answerOf, usageOf } from '../../agents/events/reduce-turn';
import type { Turn, Usage } from '../../agents/events/types';
import { pipedAnswer } from '../shell-output';
import type { Look } from '../watch/types';
import { turnOf } from '../../agents/events/match-turn';
import { shorten, type ShownAnswer } from './shorten';

/** A transcript is written some moments after the hook was called. */
const USAGE_TRIES = 5;
const USAGE_PAUSE_MS = 50;

export interface Answer {
  readonly promptId: number;
  readonly agent: AgentProgram;
  readonly look: Look;
  /** The prompt's turn can't have begun before; Unix milliseconds. */
  readonly sinceMs: number;
}

export interface KeptAnswer {
  readonly response: string | null;
  readonly usage: Usage | null;
}

export async function readAnswer(deps: Deps, answer: Answer): Promise<KeptAnswer> {
  const told = await toldAnswer(deps, answer);
  if (told) return told;
  const shown = await screenAnswer(deps, answer);
  return { response: shown && shorten(shown, deps.answers.maxBytes), usage: null };
}

async function toldAnswer(
  { watch, store, answers }: Deps,
  { promptId, look, sinceMs }: Answer,
): Promise<KeptAnswer | null> {
  const prompt = store.prompts.get(promptId);
  if (!prompt || !look.agent?.evidence) return null;
  const text = typedText(prompt);
  for (let tries = 1; ; tries += 1) {
    await watch.refresh(look);
    const turn = turnOf(watch.toldIn(look), text, sinceMs);
    if (!turn) return null;
    const usage = usageOf(turn);
    // An answer that was stopped or failed has none.
    const isComing = turn.ending === null || (usage === null && turn.ending.how === 'completed');
    if (isComing && tries < USAGE_TRIES) {
      await pause(USAGE_PAUSE_MS);
      continue;
    }
    return turn.ending === null && answerOf(turn) === '' ? null : toldIn(turn, answers.maxBytes);
  }
}

/** The answer as the agent told it. */
export function toldIn(turn: Turn, maxBytes: number): KeptAnswer {
  return { response: shorten({ text: answerOf(turn) }, maxBytes), usage: usageOf(turn) };
}

async function screenAnswer(deps: Deps, { promptId, agent, look }: Answer): Promise<ShownAnswer | null> {
  const { store, tmux, log } = deps;
  const prompt = store.prompts.get(promptId);
  const lease = store.leases.get(promptId);
  if (!prompt || !lease?.baseline) return null;
  const baseline = parseBaseline(lease.baseline);
  try {
    const { paneId, alternateScreen } = look.pane;
    const oldest = alternateScreen ? 0 : -look.frame.historySize;
    const counted = alternateScreen ? 0 : Math.max(rowNow(baseline, look.frame), oldest);
    let drawn = await tmux.captureRows(paneId, counted);
    // Where the history was cleared or cut meanwhile, the prompt's row can't be counted to: take all there is.
    const text = typedText(prompt);
    const holds = (rows: readonly string[]): boolean =>
      agent.holdsPrompt?.(rows, baseline, text) ?? rows[0]?.startsWith(baseline.promptRow.trimEnd()) === true;
    if (!alternateScreen && !holds(drawn)) drawn = await tmux.captureRows(paneId, oldest);
    const piped = holds(drawn) ? undefined : await pipedAnswer(deps, lease, look, text);
    if (piped !== undefined) return piped;
    const rows = drawn.map((row) => row.trimEnd());
    return { text: agent.response(rows, baseline, text, drawn) };
  } catch (error) {
    if (!(error instanceof TmuxError)) throw error;
    log.warn({ promptId, err: error }, 'the answer could not be read');
    return null;
  }
}
