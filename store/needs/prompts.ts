/** Prompts that don't go on, or ended in a way that a person should know of. Pure. */
import type { PromptFact } from './facts';
import { type FoundNeed, foundNeed, NO_REFS, sentence } from './found';

type Row = Omit<PromptFact, 'reason'>;

const ofPrompt = ({ id: prompt, at, session, subject }: Row, id: string) => ({
  ...foundNeed(`${id}-${prompt}`, at),
  subject,
  refs: { ...NO_REFS, prompt, session },
});
const where = ({ session }: Row): string => (session === null ? '' : ` in ${session}`);

export const lostNeed = (row: PromptFact): FoundNeed => ({
  ...ofPrompt(row, 'indeterminate'),
  kind: 'indeterminate',
  title: `Prompt ${row.id}${where(row)} is indeterminate`,
  why: sentence(row.reason ?? 'Nobody knows whether the agent has it'),
});

export const askingNeed = (row: Row): FoundNeed => ({
  ...ofPrompt(row, 'asks-back'),
  kind: 'asks_back',
  title: `${row.session ?? `Prompt ${row.id}`} asks back`,
  why: `The turn of prompt ${row.id} ended with a question.`,
});

export const failedNeed = (row: PromptFact): FoundNeed => ({
  ...ofPrompt(row, 'failed'),
  kind: 'failed',
  title: `Prompt ${row.id}${where(row)} failed`,
  why: sentence(row.reason ?? 'It was given up'),
});

export const blockedNeed = (row: PromptFact): FoundNeed => ({
  ...ofPrompt(row, 'blocked'),
  kind: 'blocked',
  title: `Prompt ${row.id} is blocked`,
  why: sentence(row.reason ?? "What it waits for didn't succeed"),
});
