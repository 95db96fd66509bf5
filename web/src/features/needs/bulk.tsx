/** Several rows at once: what can be decided about all of them. */
import type { VNode } from 'preact';
import type { NeedDecision, NeedTold } from '../../../../api/document/api-types';
import { messageOf } from '../../app/api';
import { readable } from '../../app/clean';
import { subjectOf } from '../../app/confirmations';
import { may } from '../../app/permissions';
import { state } from '../../app/state';
import { useToldActions } from '../../ui/actions';
import { confirmAction } from '../../ui/dialog';
import { counted } from '../../ui/text';
import { decide, decisionOf } from './decide';
import { chosen, entries } from './list';
import { decisionLabel } from './looks';

/** Those that need no words. */
const WITHOUT_WORDS: readonly NeedDecision['name'][] = [
  'approve',
  'deny',
  'retry',
  'complete',
  'fail',
  'release',
  'dismiss',
];

export function Bulk(): VNode | null {
  const { actions, problem } = useToldActions();
  const needs = entries.value.filter(({ id }) => chosen.value.has(id)).flatMap((entry) => entry.needs);
  if (needs.length === 0) return null;
  const names = WITHOUT_WORDS.filter((name) =>
    needs.every((need) => {
      const decision = decisionOf(need, name);
      return decision !== undefined && may(decision.scope);
    }),
  );
  return (
    <div class="need-bulk" role="group" aria-label="What is chosen">
      <strong>{counted(needs.length, 'row')} chosen</strong>
      {names.map((name) => (
        <button
          key={name}
          type="button"
          class={`button button-small ${name === 'deny' || name === 'fail' ? 'button-danger' : ''}`}
          data-bulk={name}
          disabled={actions.isBusy()}
          onClick={actions.press(() => decideAll(needs, name), name)}
        >
          {decisionLabel(name)}
        </button>
      ))}
      {names.length === 0 && <span class="muted">Nothing can be decided about all of them at once.</span>}
      <button
        type="button"
        class="button button-small button-quiet"
        onClick={() => (chosen.value = new Set())}
      >
        Choose none
      </button>
      <span class="form-message" role="status" data-tone="bad">
        {problem.value}
      </span>
    </div>
  );
}

async function decideAll(needs: readonly NeedTold[], name: NeedDecision['name']): Promise<void> {
  // The lines of the list are cut: nobody may approve what they have not read.
  if (name === 'approve') {
    const text = needs.map((need) => `${need.refs.session ?? need.title}: ${wholeOf(need)}`).join('\n');
    const isSure = await confirmAction({
      title: `Approve ${needs.length}?`,
      text,
      action: `Approve ${needs.length}`,
    });
    if (!isSure) return;
  }
  const failed: string[] = [];
  for (const need of needs) {
    const decision = decisionOf(need, name);
    if (!decision) continue;
    await decide(need, decision).catch((error: unknown) => failed.push(messageOf(error)));
  }
  chosen.value = new Set();
  if (failed.length > 0) throw new Error(`${failed.length} of ${needs.length} were refused: ${failed[0]}`);
}

function wholeOf({ refs, subject, why }: NeedTold): string {
  const asked = refs.dialog === null ? undefined : state.confirmations.get(refs.dialog);
  return readable(asked ? subjectOf(asked) : (subject ?? why));
}
