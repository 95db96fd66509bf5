/** What the agent told of the turn of one prompt. Pure. */
import { sameText } from './reduce-turn';
import type { Turn, TurnState } from './types';

/** The turn that the prompt began; undefined where the agent told of no such turn. */
export function turnOf(told: TurnState | undefined, text: string, sinceMs: number): Turn | undefined {
  const turn = told?.turn;
  if (!turn || turn.startedMs < sinceMs) return undefined;
  return turn.prompts.some((prompt) => sameText(prompt, text)) ? turn : undefined;
}

/** Its end, unless other agents still work for it in the background: their result is part of the answer. */
export function endingOf(turn: Turn | undefined): NonNullable<Turn['ending']> | undefined {
  const ending = turn?.ending;
  if (!ending || ending.background.some(({ kind }) => kind === 'agent')) return undefined;
  return ending;
}
