/** The tool call that a dialog asks for: from the agent's own hook where it fits the screen, else from the screen. */
import type { ToolCall } from '../../workflows/contracts/confirmation';
import type { Look } from '../watch/types';

/** A hook fires less than a second before its dialog is drawn; what is much older belongs to another one. */
const HOOK_MAX_AGE_MS = 60_000;
/** Where tools keep what they act on. */
const PATHS = ['file_path', 'notebook_path', 'path', 'url', 'query', 'pattern'] as const;

export interface FoundCall {
  readonly call: ToolCall | null;
  readonly source: 'hook' | 'screen';
}

/** @param seenAtMs when the dialog was first seen */
export function callOf({ agent, frame, verdict, toolRequest, pane }: Look, seenAtMs: number): FoundCall {
  const { dialog } = verdict;
  if (!dialog || !agent) return { call: null, source: 'screen' };
  if (toolRequest && Math.abs(seenAtMs - toolRequest.atMs) <= HOOK_MAX_AGE_MS) {
    const told = fromHook(toolRequest);
    if (agent.isAbout?.(dialog, frame, told)) return { call: told, source: 'hook' };
  }
  const call = agent.request?.(dialog, frame) ?? null;
  // Trust is asked for the directory the program was started in; another one on the screen is no business of ours.
  const elsewhere = call?.tool === 'Trust' && call.path !== pane.workingDir;
  return { call: elsewhere ? null : call, source: 'screen' };
}

function fromHook({ tool, input }: NonNullable<Look['toolRequest']>): ToolCall {
  const text = (name: string): string | undefined => {
    const value = input[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const command = text('command');
  const path = PATHS.map(text).find((value) => value !== undefined) ?? null;
  return { tool, commands: command === undefined ? [] : [command], path };
}
