/** The tool call that a dialog asks for: as the agent itself tells it where that fits the screen, else from the screen. */
import type { ToolCall } from '../../workflows/contracts/confirmation';
import { isSameUse } from '../../agents/events/open-uses';
import type { ToolRequest, ToolUse } from '../../agents/events/types';
import type { Snapshot } from '../watch/types';
import { textOf } from './use-text';

/** A hook fires less than a second before its dialog is drawn; what is much older belongs to another one. */
const HOOK_MAX_AGE_MS = 60_000;
/** Where tools keep what they act on. */
const PATHS = ['file_path', 'notebook_path', 'path', 'url', 'query', 'pattern'] as const;

export interface FoundCall {
  readonly call: ToolCall | null;
  readonly source: 'hook' | 'screen';
  /** The whole of it in words, where the dialog doesn't show it. */
  readonly text?: string;
}

/** @param look the first at the dialog */
export function callOf(look: Snapshot): FoundCall {
  const { agent, frame, reading: verdict, toolRequest, pane } = look;
  const { dialog } = verdict;
  if (!dialog || !agent) return { call: null, source: 'screen' };
  if (dialog.cut) return callOfCut(look);
  if (toolRequest && callIsOf(toolRequest, look.atMs)) {
    const told = toolCallOf(toolRequest);
    if (agent.isAbout?.(dialog, frame, told)) return { call: told, source: 'hook' };
  }
  const call = agent.request?.(dialog, frame) ?? null;
  // Trust is asked for the directory the program was started in; another one on the screen is no business of ours.
  const elsewhere = call?.tool === 'Trust' && call.path !== pane.workingDir;
  return { call: elsewhere ? null : call, source: 'screen' };
}

/** Whether what was told belongs to the dialog that was first seen then. */
export const callIsOf = ({ atMs }: Pick<ToolRequest, 'atMs'>, seenAtMs: number): boolean =>
  Math.abs(seenAtMs - atMs) <= HOOK_MAX_AGE_MS;

type CutLook = Pick<Snapshot, 'agent' | 'frame' | 'reading' | 'reported'>;

/**
 * What is out of sight is known for certain only if there is one use alone that it may be, among all that are not over: two
 * dialogs may look alike to the last row.
 */
export function callOfCut({ agent, frame, reading: verdict, reported: told }: CutLook): FoundCall {
  const { dialog } = verdict;
  if (!dialog || !agent) return { call: null, source: 'screen' };
  const open = told?.uses.open ?? [];
  // Of a dialog that is out of sight whole nothing speaks against any of them.
  const fitting = dialog.cut === 'options' ? open : open.filter((use) => agent.mayAsk?.(dialog, frame, use));
  const [use] = fitting;
  if (!use || !fitting.every((one) => isSameUse(one, use)))
    return { call: agent.request?.(dialog, frame) ?? null, source: 'screen' };
  return { call: toolCallOf(use), source: 'hook', text: textOf(use) };
}

/** The call as the agent tells it. */
export function toolCallOf({ tool, input }: ToolUse): ToolCall {
  const text = (name: string): string | undefined => {
    const value = input[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const command = text('command');
  const path = PATHS.map(text).find((value) => value !== undefined) ?? null;
  return { tool, commands: command === undefined ? [] : [command], path };
}
