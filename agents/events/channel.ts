/** What is known of one terminal whose agent tells of itself. */
import { basename } from 'node:path';
import type { AgentProgram, SentPrompt } from '../types';
import type { HookReport } from '../hooks/event';
import { originOf } from '../hooks/origin';
import type { Tail } from './tail';
import { NOTHING_TOLD } from './reduce-turn';
import type { TurnState } from './types';

/** Pane ids begin anew with the tmux server, so the process is part of the key. */
export interface TerminalPane {
  readonly paneId: string;
  /** Process that the pane was started with. */
  readonly pid: number;
}

export interface Channel {
  readonly pane: TerminalPane;
  readonly agent: AgentProgram;
  state: TurnState;
  tail: Tail | undefined;
  locating: Promise<void> | undefined;
  /** When it was last looked for; a transcript may come only with the first prompt. */
  locatedMs: number;
  hooks: boolean;
  /** The transcript is of a process that serves other terminals, too: it counts for this prompt alone. */
  served: SentPrompt | undefined;
  /** Of which of several terminals the transcript of this prompt is can't be told. */
  contested: SentPrompt | undefined;
}

export function newChannel(pane: TerminalPane, agent: AgentProgram, locatedMs: number): Channel {
  return {
    ...{ pane, agent, locatedMs, state: NOTHING_TOLD, hooks: false },
    ...{ tail: undefined, locating: undefined, served: undefined, contested: undefined },
  };
}

/** What the transcript of a shared process told is over with its prompt. */
export function leave(channel: Channel): void {
  channel.tail?.stop();
  channel.tail = undefined;
  channel.served = undefined;
  channel.state = NOTHING_TOLD;
}

/**
 * Whether the report is of the conversation in the terminal itself, not of an agent that this one runs. A daemon that
 * serves several terminals reports for all of them: its word counts for the conversation that is followed here.
 */
export function isOwn(
  { pane, tail, agent }: Channel,
  report: HookReport,
  conversation: string | undefined,
): boolean {
  const origin = originOf(report, pane.pid);
  if (origin === 'outermost') return true;
  if (!tail) return origin === 'detached' && !agent.evidence?.transcript?.holding;
  return isOf(tail, conversation);
}

export function isOf(tail: Tail | undefined, conversation: string | undefined): boolean {
  return tail !== undefined && !!conversation && basename(tail.path).includes(conversation);
}

export function isSame(one: SentPrompt | undefined, other: SentPrompt | undefined): boolean {
  return one?.text === other?.text && one?.sinceMs === other?.sinceMs;
}

export function terminalKey({ paneId, pid }: TerminalPane): string {
  return `${paneId} ${pid}`;
}
