/** Keeps the uses of tools that are not over. Pure. Each may be told by two sources, once with its id and once without. */
import { isDeepStrictEqual } from 'node:util';
import type { AgentEvent, OpenUses, ToolUse } from './types';

export const NO_USES: OpenUses = { open: [], calls: [], over: [] };

/** No agent has more of them under way. */
const MAX_KEPT = 64;

/** @param isOlder told late: what was asked for since is not over with it */
export function usesAfter(uses: OpenUses, event: AgentEvent, isOlder = false): OpenUses {
  switch (event.kind) {
    case 'permission':
      return began(uses, event.request, event.source);
    case 'work': {
      const { starts, ends, call } = event;
      const known = call ? called(uses, call) : uses;
      const rest = ends ? ended(known, ends) : known;
      if (starts) return began(rest, starts, event.source);
      // Of those that have no id nobody tells which one is over.
      return ends || isOlder ? rest : { ...rest, open: rest.open.filter(({ id }) => id !== undefined) };
    }
    case 'session':
    case 'ended':
      return uses.open.length + uses.calls.length === 0 ? uses : { ...uses, open: [], calls: [] };
    case 'prompt':
    case 'answer':
    case 'usage':
      return uses;
  }
}

export const isSameUse = (one: ToolUse, other: ToolUse): boolean =>
  one.tool === other.tool && isDeepStrictEqual(one.input, other.input);

function began(uses: OpenUses, use: ToolUse, source: AgentEvent['source']): OpenUses {
  const { open, over } = uses;
  const { id } = use;
  if (id === undefined)
    return { ...uses, open: open.some((one) => isSameUse(one, use)) ? open : add(open, use) };
  if (over.includes(id)) return uses;
  const known = open.find((one) => one.id === id);
  // A hook is told what the tool will get: paths are whole there.
  if (known && source !== 'hooks') return uses;
  const others = open.filter((one) => one.id !== id && !(one.id === undefined && isSameUse(one, use)));
  return { ...uses, open: add(others, use) };
}

function ended(uses: OpenUses, ids: readonly string[]): OpenUses {
  const { open, over } = uses;
  const gone = open.filter(({ id }) => id !== undefined && ids.includes(id));
  const left = open.filter(
    (one) => !gone.includes(one) && !(one.id === undefined && gone.some((use) => isSameUse(use, one))),
  );
  return { ...uses, open: left, over: last([...over, ...ids]) };
}

function called({ open, calls, over }: OpenUses, { id, over: isOver }: NonNullable<Call>): OpenUses {
  const others = calls.filter((one) => one !== id);
  if (isOver) return { open, calls: others, over: over.includes(id) ? over : last([...over, id]) };
  return over.includes(id) ? { open, calls, over } : { open, calls: last([...others, id]), over };
}
type Call = Extract<AgentEvent, { kind: 'work' }>['call'];

const last = <T>(all: readonly T[]): T[] => all.slice(-MAX_KEPT);
const add = (open: readonly ToolUse[], use: ToolUse): ToolUse[] => last([...open, use]);
