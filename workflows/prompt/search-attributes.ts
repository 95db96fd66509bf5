import { defineSearchAttributeKey, SearchAttributeType } from '@temporalio/common';
import { upsertSearchAttributes } from '@temporalio/workflow';
import type { Grant, Outcome, PromptInput, PromptState } from '../contracts/assignment';

const keyword = (name: string) => defineSearchAttributeKey(name, SearchAttributeType.KEYWORD);
const PROMPT_STATUS = keyword('PromptStatus');
const TMUX_SESSION = keyword('TmuxSession');
const PROVIDER = keyword('Provider');
const PROJECT = keyword('Project');
const HOST = keyword('Host');
const PRIORITY = defineSearchAttributeKey('Priority', SearchAttributeType.INT);

/** Lets the Temporal UI list prompts by what they wait for and where they run. */
export function showSearchAttributes(input: PromptInput, state: PromptState, lease: Grant | undefined): void {
  if (!input.searchable) return;
  upsertSearchAttributes([
    { key: PROMPT_STATUS, value: lease ? 'assigned' : 'pending' },
    { key: PRIORITY, value: state.priority },
    { key: PROJECT, value: state.project },
    { key: TMUX_SESSION, value: lease?.session ?? null },
    { key: PROVIDER, value: lease?.provider ?? null },
    { key: HOST, value: lease?.host ?? null },
  ]);
}

export function showOutcome(input: PromptInput, outcome: Outcome): void {
  if (input.searchable) upsertSearchAttributes([{ key: PROMPT_STATUS, value: outcome }]);
}
