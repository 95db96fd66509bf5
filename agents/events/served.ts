/**
 * The transcript of a terminal whose agent is served by a process that serves others, too: that in which the terminal's
 * prompt was taken. Surely, or none: where another terminal was given the same text, it can't be told.
 */
import type { SentPrompt } from '../types';
import { type Channel, isSame, leave, type TerminalPane } from './channel';
import { sameText } from './reduce-turn';

export type PromptIn = (pane: TerminalPane) => Promise<SentPrompt | undefined> | SentPrompt | undefined;

export async function servedPath(
  channel: Channel,
  all: readonly Channel[],
  promptIn: PromptIn | undefined,
): Promise<string | undefined> {
  const { pane, agent } = channel;
  const prompt = await promptIn?.(pane);
  const holding = agent.evidence?.transcript?.holding;
  if (!prompt || !holding) return undefined;
  const others = all.filter((other) => other !== channel && other.agent.id === agent.id);
  const noteRivals = async (): Promise<void> => {
    const isRival = async (other: Channel): Promise<boolean> => {
      const theirs = other.tail ? undefined : await promptIn?.(other.pane);
      return theirs !== undefined && sameText(theirs.text, prompt.text);
    };
    const rivals = await Promise.all(others.map(isRival));
    if (!channel.served && rivals.includes(true)) channel.contested = prompt;
  };
  await noteRivals();
  const paths = isSame(channel.contested, prompt) ? [] : await holding(pane.pid, prompt);
  await noteRivals();
  const free = paths.filter((path) => !others.some(({ tail }) => tail?.path === path));
  // Once it couldn't be told, it never can: the others are over sooner or later, and their transcripts stay.
  if (free.length > 1) channel.contested = prompt;
  if (isSame(channel.contested, prompt)) {
    if (channel.served) leave(channel);
    return undefined;
  }
  if (free[0] !== undefined) channel.served = prompt;
  return free[0];
}
