/** Lines that say the same but for numbers, ids, addresses and quoted values, as one. */
import type { z } from 'zod';
import { withoutValues } from '../../store/reported-errors/fingerprint';
import type { ShownLine } from '../../workflows/contracts/logs';
import type { logErrors } from './responses';

/** Enough to tell them apart; there are thousands to look through. */
const KEY_CHARS = 500;

type Group = z.output<typeof logErrors>['items'][number];

/** @param lines the newest first; so are the groups, by their newest lines */
export function groupsOf(lines: readonly ShownLine[]): Group[] {
  const groups = new Map<string, Group>();
  for (const { part, at, text, requestId, workflowId, promptId } of lines) {
    const key = `${part} ${withoutValues(text.slice(0, KEY_CHARS))}`;
    const known = groups.get(key);
    const ids = { request_id: requestId, workflow_id: workflowId, prompt_id: promptId };
    groups.set(
      key,
      known
        ? { ...known, count: known.count + 1, first_at: at ?? known.first_at }
        : { text, part, count: 1, first_at: at, last_at: at, ...ids },
    );
  }
  return [...groups.values()];
}
