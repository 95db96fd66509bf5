/**
 * What the policy is about to answer by itself, with the time left to deny it.
 * It lies over the page's lower edge: these come and go every few seconds, and must not move what someone reads or writes.
 */
import { effect } from '@preact/signals';
import type { VNode } from 'preact';
import type { Confirmation } from '../../../../api/document/api-types';
import { call } from '../../app/api';
import { readable } from '../../app/clean';
import { ruleWords, scheduledOnes, subjectOf } from '../../app/confirmations';
import { apply } from '../../app/state';
import { useToldActions } from '../../ui/actions';
import { find } from '../../ui/dom';
import { mount } from '../../ui/mount';
import { firstLine } from '../../ui/text';
import { LiveTime } from '../../ui/time';

const MAX_SHOWN = 3;

export function startUpcomingAnswers(): void {
  const place = find('#soon', HTMLElement);
  mount(<UpcomingAnswers />, place);
  effect(() => {
    place.hidden = scheduledOnes().length === 0;
  });
}

function UpcomingAnswers(): VNode {
  const scheduled = scheduledOnes();
  const more = scheduled.length - MAX_SHOWN;
  return (
    <>
      <ul id="soon-list">
        {scheduled.slice(0, MAX_SHOWN).map((asked) => (
          <Line key={asked.id} asked={asked} />
        ))}
      </ul>
      <p id="soon-more" class="muted">
        {more > 0 && `and ${more} more`}
      </p>
    </>
  );
}

function Line({ asked }: { asked: Confirmation }): VNode {
  const { id, session, verdict } = asked;
  const { actions, problem } = useToldActions();
  const deny = async (): Promise<void> => {
    const body = { decision: 'deny' } as const;
    apply('confirmation', await call('POST /api/confirmations/:id', { params: { id }, body }));
  };
  const rule = `(${[ruleWords(asked), asked.rule?.reason].filter(Boolean).join(': ')})`;
  return (
    <li class="soon-line" data-confirmation={id}>
      <p class="soon-words">
        <strong class="session-name">{session}</strong>{' '}
        <code class="soon-subject">{firstLine(readable(subjectOf(asked)))}</code>
      </p>
      <p class="soon-when">
        will be {verdict === 'deny' ? 'denied' : 'approved'} in <LiveTime kind="left" at={asked.due_at} />{' '}
        <span class="muted">{problem.value || rule}</span>
      </p>
      {verdict !== 'deny' && (
        <button
          type="button"
          class="button button-small button-danger"
          aria-label={`Deny what ${session} asks`}
          data-steady
          disabled={actions.isBusy()}
          onClick={actions.press(deny)}
        >
          Deny
        </button>
      )}
    </li>
  );
}
