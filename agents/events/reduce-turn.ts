/** Reads events into the state of the turn. Pure. Events may come twice (hook and transcript) and late. */
import { NO_USES, usesAfter } from './open-uses';
import type { TurnUsage } from '../../workflows/contracts/host-prompts';
import type { AgentEvent, Ending, Turn, TurnState } from './types';

export const NOTHING_TOLD: TurnState = {
  phase: 'unknown',
  sinceMs: 0,
  source: null,
  evidence: '',
  turn: null,
  early: null,
  toolRequest: null,
  uses: NO_USES,
};

/** More are of no interest. */
const MOST_TOOLS = 500;
/** A tool that is told of within so long of the question for it is the one that was asked for. */
const SAME_USE_MS = 1_000;

export function tell(state: TurnState, event: AgentEvent): TurnState {
  const late = (event.kind === 'permission' || event.kind === 'work') && isLate(state, event);
  const isOlder = state.phase === 'asking' && event.atMs <= state.sinceMs;
  return {
    ...withTools(next(state, event), event),
    uses: late ? state.uses : usesAfter(state.uses, event, isOlder),
  };
}

/** Notes for the turn that it used a tool, whatever else the event is taken for. */
function withTools(state: TurnState, event: AgentEvent): TurnState {
  const { turn } = state;
  const used = usesIn(event);
  if (!turn || used.length === 0 || event.atMs < turn.startedMs) return state;
  const tools = [...new Set([...(turn.tools ?? []), ...used])].slice(0, MOST_TOOLS);
  return tools.length === turn.tools?.length ? state : { ...state, turn: { ...turn, tools } };
}

function usesIn(event: AgentEvent): readonly string[] {
  if (event.kind === 'permission') return [event.request.id ?? event.request.tool];
  if (event.kind !== 'work') return [];
  const { starts, ends = [], call } = event;
  return [...(starts ? [starts.id ?? starts.tool] : []), ...ends, ...(call ? [call.id] : [])];
}

/** Tools that it was told to use; null where nobody can tell that there were none. */
export function toolCallsOf({ tools = [], usage }: Turn): number | null {
  // Messages with what they took come from the transcript, which has each use of a tool as well.
  return tools.length > 0 || Object.keys(usage).length > 0 ? tools.length : null;
}

function next(state: TurnState, event: AgentEvent): TurnState {
  switch (event.kind) {
    case 'session':
      return event.atMs < state.sinceMs ? state : moved({ ...state, turn: null }, event, sessionPhase(event));
    case 'prompt':
      return prompted(state, event);
    case 'work':
      return worked(state, event);
    case 'permission':
      if (isLate(state, event)) return state;
      return { ...moved(state, event, 'asking'), toolRequest: { ...event.request, atMs: event.atMs } };
    case 'answer':
      return { ...state, turn: state.turn && answered(state.turn, event) };
    case 'usage':
      return { ...state, turn: state.turn && counted(state.turn, event) };
    case 'ended':
      return ended(state, event);
  }
}

/** The answer as far as it was told. */
export function answerOf({ answer, ending }: Turn): string {
  return ending?.how === 'completed' && ending.message !== null ? ending.message : answer.join('\n\n').trim();
}

/** The usage of all messages of the turn; null where none was told. */
export function usageOf({ usage }: Turn): TurnUsage | null {
  const all = Object.values(usage);
  const last = all.at(-1);
  if (!last) return null;
  const sum = (count: (one: TurnUsage) => number): number =>
    all.reduce((total, one) => total + count(one), 0);
  return {
    model: last.model,
    inputTokens: sum((one) => one.inputTokens),
    outputTokens: sum((one) => one.outputTokens),
    cacheReadTokens: sum((one) => one.cacheReadTokens),
    cacheWriteTokens: sum((one) => one.cacheWriteTokens),
    costUsd: all.some((one) => one.costUsd !== null) ? sum((one) => one.costUsd ?? 0) : null,
  };
}

type Of<Kind extends AgentEvent['kind']> = Extract<AgentEvent, { kind: Kind }>;

function sessionPhase({ state }: Of<'session'>): TurnState['phase'] {
  return state === 'started' ? 'ready' : 'unknown';
}

const belongs = ({ turn }: TurnState, { turnId }: AgentEvent): boolean =>
  turnId !== undefined && turn !== null && turn.ids.includes(turnId);

/** True for what was told after the end of the turn it belongs to: by a transcript read late, or a hook that was slow. */
function isLate(state: TurnState, event: AgentEvent): boolean {
  const ending = state.turn?.ending;
  if (ending == null) return false;
  return event.atMs <= ending.atMs || (event.source === 'hooks' && belongs(state, event));
}

const withId = (ids: readonly string[], { turnId }: AgentEvent): readonly string[] =>
  turnId === undefined || ids.includes(turnId) ? ids : [...ids, turnId];

function prompted(state: TurnState, event: Of<'prompt'>): TurnState {
  const { turn } = state;
  if (turn && event.turnId !== undefined && turn.woken?.includes(event.turnId))
    return begunByPrompt(state, turn, event);
  if (turn && (belongs(state, event) || (turn.ending === null && has(turn, event.text)))) {
    // Told by the other source already. It began when the first of them says so, whichever came first.
    const startedMs = Math.min(turn.startedMs, event.atMs);
    return { ...state, turn: { ...turn, startedMs, ids: withId(turn.ids, event) } };
  }
  if (isLate(state, event)) return state;
  // Typed while the agent works, it is still the same turn.
  const open = turn?.ending === null ? turn : undefined;
  const prompts = [...(open?.prompts ?? []), event.text];
  const ids = withId(open?.ids ?? [], event);
  const next: Turn = open
    ? { ...open, prompts, ids }
    : { prompts, ids, startedMs: event.atMs, answer: [], usage: {}, ending: null };
  // A hook may have told what it does by now before the transcript tells of the prompt.
  const isAhead = event.atMs < state.sinceMs && (state.phase === 'asking' || state.phase === 'working');
  const phase = isAhead ? state : { ...moved(state, event, 'working'), toolRequest: null };
  const begun: TurnState = { ...phase, turn: next, early: null };
  const { early } = state;
  if (!early || early.turnId === undefined || early.turnId !== event.turnId) return begun;
  const { atMs, source, turnId, ...ending } = early;
  return ended(begun, { kind: 'ended', atMs: Math.max(atMs, event.atMs), source, turnId, ending });
}

/** What was taken for an agent that woke by itself is the turn of this prompt: its hooks told of its work first. */
function begunByPrompt(state: TurnState, turn: Turn, event: Of<'prompt'>): TurnState {
  const ending = turn.ending && turn.ending.atMs >= event.atMs ? turn.ending : null;
  const begun = { prompts: [event.text], ids: withId([], event), startedMs: event.atMs };
  return { ...state, turn: { ...begun, answer: [], usage: {}, ending }, early: null };
}

function has({ prompts }: Turn, wanted: string): boolean {
  return prompts.some((text) => sameText(text, wanted));
}

function worked(state: TurnState, event: Of<'work'>): TurnState {
  // What the agent does next is told as well.
  if (isLate(state, event) || event.call?.over) return state;
  // The use that is asked for is told of as well, by the transcript or by a hook that was faster or slower.
  const same = event.starts !== undefined && event.atMs - state.sinceMs < SAME_USE_MS;
  // What was done before the question, told late, doesn't answer it.
  if (state.phase === 'asking' && (same || event.atMs <= state.sinceMs)) return state;
  const toolRequest = event.starts ? { ...event.starts, atMs: event.atMs } : null;
  // Work without a prompt: the agent was woken by something that it waited for.
  const { turn } = state;
  const isWoken = turn?.ending != null && event.turnId !== undefined && !belongs(state, event);
  const next = turn && {
    ...{ ...turn, ids: withId(turn.ids, event), answer: [], ending: null },
    ...(isWoken && { woken: [...(turn.woken ?? []), event.turnId] }),
  };
  return { ...moved(state, event, 'working'), turn: next, toolRequest };
}

function answered(turn: Turn, { text, atMs }: Of<'answer'>): Turn {
  if (atMs < turn.startedMs || turn.answer.at(-1) === text) return turn;
  return { ...turn, answer: [...turn.answer, text] };
}

function counted(turn: Turn, { messageId, usage, atMs }: Of<'usage'>): Turn {
  if (atMs < turn.startedMs) return turn;
  return { ...turn, usage: { ...turn.usage, [messageId]: usage } };
}

function ended(state: TurnState, event: Of<'ended'>): TurnState {
  const { turn } = state;
  if (event.turnId !== undefined && turn?.ids.length !== 0 && !belongs(state, event)) {
    // Of a turn before this one, or of the next: its hook was faster than the one of its prompt.
    const { atMs, source, turnId, ending } = event;
    const early = { ...ending, atMs, source, turnId };
    return turn ? { ...state, early } : { ...moved(state, event, 'ready'), early };
  }
  if (turn && event.atMs < turn.startedMs) return state;
  const before = turn?.ending ?? null;
  const ending = {
    ...(before ? merged(before, event) : event.ending),
    atMs: Math.max(before?.atMs ?? 0, event.atMs),
  };
  return {
    ...moved(state, event, ending.background.length > 0 ? 'background' : 'ready'),
    turn: turn && { ...turn, ending: { ...ending, source: before?.source ?? event.source } },
    toolRequest: null,
  };
}

/** The first to tell of the end counts; a hook knows what goes on in the background, a transcript with which status an API failed. */
function merged(known: Ending, { ending, source }: Of<'ended'>): Ending {
  const byHook = source === 'hooks';
  return {
    how: known.how === 'completed' ? ending.how : known.how,
    message: (byHook ? ending.message : known.message) ?? known.message ?? ending.message,
    background: byHook ? ending.background : known.background,
    httpStatus: known.httpStatus ?? ending.httpStatus,
    code: known.code ?? ending.code,
    ...(known.resetsAtMs === undefined ? {} : { resetsAtMs: known.resetsAtMs }),
    ...(ending.resetsAtMs === undefined ? {} : { resetsAtMs: ending.resetsAtMs }),
  };
}

function moved(state: TurnState, event: AgentEvent, phase: TurnState['phase']): TurnState {
  const sinceMs = state.phase === phase ? state.sinceMs : event.atMs;
  return { ...state, phase, sinceMs, source: event.source, evidence: describe(event) };
}

function describe(event: AgentEvent): string {
  switch (event.kind) {
    case 'session':
      return `session ${event.state}`;
    case 'prompt':
      return 'a prompt was taken';
    case 'work':
      return event.what;
    case 'permission':
      return `asks to use ${event.request.tool}`;
    case 'answer':
    case 'usage':
      return 'an answer came';
    case 'ended':
      return `the turn ended: ${event.ending.how}`;
  }
}

/**
 * Whether two texts are the same prompt. Agents trim blanks, turn tabs into blanks and wrap long pastes, so only what is
 * not blank is compared.
 */
export function sameText(one: string, other: string): boolean {
  return bare(one) === bare(other);
}

function bare(text: string): string {
  return text
    .replace(/<\/?pasted_content id="[^"]*">/g, '')
    .normalize('NFC')
    .replace(/\s+/gu, '');
}
