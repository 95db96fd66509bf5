/** What the end of a turn means for its prompt. Pure. */
import type { TurnEnd } from '../../workflows/contracts/assignment';
import type { TurnResult } from '../../workflows/contracts/glossary';
import type { Denied } from '../../workflows/contracts/host-store';
import type { BackgroundTask, Ending } from '../../agents/events/types';
import { failureOf } from '../../agents/events/failure';

export interface TurnSettled {
  readonly end: TurnEnd;
  readonly result: TurnResult;
  /** What the agent asks back. */
  readonly question: string | null;
}

export type TurnEnding = Pick<
  Ending,
  'how' | 'message' | 'httpStatus' | 'code' | 'background' | 'resetsAtMs'
> & {
  /** When the agent told it, Unix milliseconds; what its screen shows has no such time. */
  readonly atMs?: number;
};

/** Longest question and failure that are told, in characters. */
const MAX_CHARS = 500;

export function resultOf(agentTitle: string, ending: TurnEnding, answer: string, nowMs: number): TurnSettled {
  switch (ending.how) {
    case 'completed': {
      const question = questionIn(answer);
      const end = (reason: string): TurnEnd => ({ outcome: 'completed', reason });
      if (ending.background.length > 0) {
        return {
          end: end(`${agentTitle} finished; ${inWords(ending.background)}`),
          result: 'background',
          question,
        };
      }
      if (question !== null) return { end: end(`${agentTitle} asks back`), result: 'question', question };
      return { end: end(`${agentTitle} finished`), result: 'completed', question: null };
    }
    case 'interrupted': {
      const reason = `a person stopped ${agentTitle} in the terminal`;
      return { end: { outcome: 'interrupted', reason }, result: 'interrupted', question: null };
    }
    case 'failed':
      return failed(agentTitle, ending, nowMs);
  }
}

/** What it asked for was denied, by a rule or a person: the agent stops there. */
export function refused(denied: Denied): TurnSettled {
  const end: TurnEnd = {
    outcome: 'refused',
    reason: short(`it asked (${denied.title}): ${whoDenied(denied)}`),
  };
  return { end, result: 'refused', question: null };
}

function whoDenied({ by, who, reason, words }: Denied): string {
  if (by === 'policy') return `denied by the rules: ${reason}`;
  return by === 'terminal'
    ? 'denied by a person in the terminal'
    : `denied by ${who ?? 'a person'} in the inbox: ${words}`;
}

function failed(agentTitle: string, ending: TurnEnding, nowMs: number): TurnSettled {
  const what = short(ending.message?.trim() || ending.code || 'it gave no reason');
  const failure = failureOf(ending, nowMs);
  if (failure.kind === 'limited') {
    const until = new Date(failure.untilMs).toISOString();
    const reason = `the usage limit is reached (${what}); its sessions sleep until ${until}`;
    return {
      end: { outcome: 'limited', reason, limitedUntilMs: failure.untilMs },
      result: 'limited',
      question: null,
    };
  }
  const reason = `${agentTitle} failed: ${what}`;
  return {
    end: { outcome: 'failed', reason, mayRetry: failure.kind === 'retry' },
    result: 'failed',
    question: null,
  };
}

/**
 * The last paragraph of an answer that ends with a question mark. Whether the agent needs the answer can't be told from
 * that, so the prompt is completed all the same and a person sees the question.
 */
export function questionIn(answer: string): string | null {
  const last =
    answer
      .trim()
      .split(/\n\s*\n/)
      .at(-1)
      ?.trim() ?? '';
  return /[?？]["')*_\]]*$/u.test(last) ? short(last) : null;
}

function inWords(background: readonly BackgroundTask[]): string {
  const titles = background.map(({ title }) => title).join(', ');
  return short(`still running in the background: ${titles}`);
}

function short(text: string): string {
  return text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS)}...` : text;
}
