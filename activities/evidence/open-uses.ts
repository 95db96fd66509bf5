/** Keeps the uses of tools that are not over. Pure. Each may be told by two sources, once with its id and once without. */
import { isDeepStrictEqual } from 'node:util';
import type { AgentEvent, OpenUses, ToolUse } from './types';

export const NO_USES: OpenUses = { open: [], over: [] };

/** No agent has more of them under way. */
const MAX_KEPT = 64;

export function usesAfter(uses: OpenUses, event: AgentEvent): OpenUses {
  switch (event.kind) {
    case 'permission':
      return began(uses, event.request, event.source);
    case 'work': {
      const { starts, ends } = event;
      const rest = ends ? ended(uses, ends) : uses;
      if (starts) return began(rest, starts, event.source);
      // Of those that have no id nobody tells which one is over.
      return ends ? rest : { ...rest, open: rest.open.filter(({ id }) => id !== undefined) };
    }
    case 'session':
    case 'ended':
      return uses.open.length === 0 ? uses : { ...uses, open: [] };
    case 'prompt':
    case 'answer':
    case 'usage':
      return uses;
  }
}

export const isSameUse = (one: ToolUse, other: ToolUse): boolean =>
  one.tool === other.tool && isDeepStrictEqual(one.input, other.input);

function began({ open, over }: OpenUses, use: ToolUse, source: AgentEvent['source']): OpenUses {
  const { id } = use;
  if (id === undefined)
    return { over, open: open.some((one) => isSameUse(one, use)) ? open : add(open, use) };
  if (over.includes(id)) return { open, over };
  const known = open.find((one) => one.id === id);
  // A hook is told what the tool will get: paths are whole there.
  if (known && source !== 'hooks') return { open, over };
  const others = open.filter((one) => one.id !== id && !(one.id === undefined && isSameUse(one, use)));
  return { over, open: add(others, use) };
}

function ended({ open, over }: OpenUses, ids: readonly string[]): OpenUses {
  const gone = open.filter(({ id }) => id !== undefined && ids.includes(id));
  const left = open.filter(
    (one) => !gone.includes(one) && !(one.id === undefined && gone.some((use) => isSameUse(use, one))),
  );
  return { open: left, over: [...over, ...ids].slice(-MAX_KEPT) };
}

const add = (open: readonly ToolUse[], use: ToolUse): ToolUse[] => [...open, use].slice(-MAX_KEPT);
