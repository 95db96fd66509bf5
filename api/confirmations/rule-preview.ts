/** What a rule that isn't kept yet would have done with what agents asked for lately. */
import { setImmediate } from 'node:timers/promises';
import type { z } from 'zod';
import type { ConfirmationRow } from '../../store/confirmations/rows';
import { isoTime } from '../../store/db/time';
import type { ToolCall } from '../../workflows/contracts/confirmation';
import type { Request, Rule, RuleDraft } from '../../workflows/contracts/policy';
import type { ConfirmPolicy } from '../context';
import type { rulePreview } from './responses';

/** Different requests that are looked at: each takes a moment. */
const MOST_LOOKED_AT = 100;
/** To be judged by all rules takes longer. */
const MOST_SHOWN = 20;
/** No kept rule has that one. */
const DRAFT = 'draft';

/** @param rows the newest first */
export async function previewRule(
  { rule, kept }: { rule: RuleDraft; kept: readonly Rule[] },
  rows: readonly ConfirmationRow[],
  policy: Pick<ConfirmPolicy, 'decide' | 'home' | 'own'>,
): Promise<z.output<typeof rulePreview>> {
  const wanted: Rule = { ...rule, id: DRAFT, builtin: false, enabled: true };
  const asked = differentOnes(rows).slice(0, MOST_LOOKED_AT);
  // Nothing is more careful than a refusal: it shows wherever the rule fits any part.
  const alone: Rule = { ...wanted, verdict: 'deny' };
  const hits: Asked[] = [];
  for (const one of asked) {
    // Others get their turn.
    await setImmediate();
    if (policy.decide(requestOf(one, policy), [alone]).ruleId === DRAFT) hits.push(one);
  }
  const items: z.output<typeof rulePreview>['items'] = [];
  for (const one of hits.slice(0, MOST_SHOWN)) {
    await setImmediate();
    const request = requestOf(one, policy);
    const { verdict: before } = policy.decide(request, kept);
    const { verdict: after } = policy.decide(request, [...kept, wanted]);
    const { id, session_name: session, created_at: at } = one.row;
    const { tool, commands, path } = one.call;
    items.push({ id, session, tool, subject: commands[0] ?? path ?? tool, at: isoTime(at), before, after });
  }
  return { looked_at: asked.length, total: hits.length, items };
}

interface Asked {
  readonly row: ConfirmationRow;
  readonly call: ToolCall;
}

/** Those that can be judged, each once. */
function differentOnes(rows: readonly ConfirmationRow[]): Asked[] {
  const found = new Map<string, Asked>();
  for (const row of rows) {
    const call = row.call === null ? null : (JSON.parse(row.call) as ToolCall);
    if (row.kind !== 'permission' || call === null || call.incomplete) continue;
    const key = JSON.stringify([row.agent, row.working_dir, call]);
    if (!found.has(key)) found.set(key, { row, call });
  }
  return [...found.values()];
}

function requestOf(
  { row: { agent, working_dir: workingDir }, call: { tool, commands, path } }: Asked,
  { home, own }: Pick<ConfirmPolicy, 'home' | 'own'>,
): Request {
  const [command] = commands;
  return {
    ...{ agent, tool, workingDir, home, own },
    ...(command !== undefined && { command }),
    ...(path !== null && { path }),
  };
}
