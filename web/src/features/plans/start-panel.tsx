/** What a person should know before they start a draft: what it is likely to cost, and what a model wrote that runs here. */
import type { VNode } from 'preact';
import type { Plan } from '../../../../api/document/api-types';
import { estimateWords, money } from './estimate';
import { estimate } from './page';

export function StartPanel({ plan: { draft, phases } }: { plan: Plan }): VNode {
  const commands = phases
    .flatMap(({ tasks }) => tasks)
    .flatMap(({ key, prompt, proposed, gates }) => [
      ...(proposed ? [{ key, what: prompt }] : []),
      ...gates.filter((gate) => gate.proposed).map(({ what }) => ({ key, what })),
    ]);
  return (
    <section class="notice notice-warn" id="plan-start" aria-label="Before it is started">
      {draft && (
        <p>
          Drafted by {[draft.provider, draft.model].filter(Boolean).join(', ') || 'a model'}
          {draft.cost_usd === null ? ' (what that cost is not known)' : ` for ${money(draft.cost_usd)}`}, from
          the goal: {draft.goal}
        </p>
      )}
      {estimate.value && <p id="plan-estimate">{estimateWords(estimate.value)}</p>}
      {commands.length > 0 && (
        <>
          <p>
            <strong>The model wrote these commands. They run on this machine once you start the plan:</strong>
          </p>
          <ul>
            {commands.map(({ key, what }, at) => (
              <li key={at}>
                {key}: <code>{what}</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
