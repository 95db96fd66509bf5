/** What a row shows that was drawn aside: all of what is asked, and the one answer, which a tap gives. */
import type { VNode } from 'preact';
import { useState } from 'preact/hooks';
import { readable } from '../../app/clean';
import { subjectOf } from '../../app/confirmations';
import { may } from '../../app/permissions';
import { state } from '../../app/state';
import { useToldActions } from '../../ui/actions';
import { Command } from './command';
import { dangerIn } from './danger';
import { decide, decisionOf } from './decide';
import type { Entry } from './entries';
import { decisionLabel } from './looks';
import type { Side } from './swipe';

interface SwipedProps {
  readonly entry: Entry;
  readonly side: Side;
  readonly close: () => void;
}

export function Swiped({ entry: { needs }, side, close }: SwipedProps): VNode {
  const [first] = needs;
  // What joins the row later was not seen.
  const [seen] = useState(() => new Set(needs.map(({ id }) => id)));
  const answered = needs.filter(({ id }) => seen.has(id));
  const scope = first && decisionOf(first, side)?.scope;
  const { actions, problem } = useToldActions();
  const asked = first?.refs.dialog == null ? undefined : state.confirmations.get(first.refs.dialog);
  const answer = async (): Promise<void> => {
    for (const need of answered) {
      const decision = decisionOf(need, side);
      if (decision) await decide(need, decision);
    }
    close();
  };
  const all =
    answered.length === needs.length ? `all ${needs.length}` : `${answered.length} of ${needs.length}`;
  return (
    <div class="need-swiped" data-side={side}>
      {asked?.command ? (
        <Command text={asked.command} danger={dangerIn(asked.command, asked)} label="What is asked for" />
      ) : (
        <pre class="need-body">
          {readable(asked ? asked.dialog.body || subjectOf(asked) : (first?.subject ?? ''))}
        </pre>
      )}
      <div class="need-buttons">
        <button
          type="button"
          class={`button ${side === 'deny' ? 'button-danger' : 'button-primary'}`}
          data-steady
          disabled={actions.isBusy() || !scope || !may(scope)}
          onClick={actions.press(answer)}
        >
          {decisionLabel(side)}
          {needs.length > 1 && ` ${all}`}
        </button>
        <button type="button" class="button" onClick={close}>
          Not now
        </button>
      </div>
      <p class="form-message" role="status" data-tone="bad">
        {problem.value}
      </p>
    </div>
  );
}
