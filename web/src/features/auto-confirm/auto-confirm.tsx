/** The header's switch of auto-confirm: one press stops every answer of the policy, one more lets them go on. */
import { effect, signal } from '@preact/signals';
import type { VNode } from 'preact';
import { call, messageOf } from '../../app/api';
import { apply, state } from '../../app/state';
import { useActions } from '../../ui/actions';
import { flag } from '../../ui/attributes';
import { find } from '../../ui/dom';
import { Icon } from '../../ui/icon';
import { mount } from '../../ui/mount';

/** Stands across the page, apart from the header. */
const problem = signal('');

export function startAutoConfirm(): void {
  const place = find('#auto-confirm', HTMLElement);
  const line = find('#confirm-error', HTMLElement);
  mount(<AutoConfirm />, place);
  mount(<>{problem}</>, line);
  effect(() => {
    place.hidden = !state.confirm;
    line.hidden = !problem.value;
  });
}

function AutoConfirm(): VNode {
  const actions = useActions((error) => (problem.value = `Auto-confirm stays as it is: ${messageOf(error)}`));
  const isOn = Boolean(state.confirm?.enabled);
  const toggle = async (): Promise<void> => {
    problem.value = '';
    apply('confirm', await call('PUT /api/confirm', { body: { enabled: !isOn } }));
  };
  return (
    <>
      <button
        type="button"
        class="switch"
        id="confirm-switch"
        role="switch"
        aria-label="Auto-confirm"
        aria-checked={isOn}
        // Not disabled meanwhile: it would lose the focus.
        aria-busy={flag(actions.isBusy())}
        data-tone={isOn ? 'ok' : 'warn'}
        title={
          isOn
            ? 'The policy answers what its rules allow. Press to stop every answer.'
            : 'Nothing is answered without a person. Press to let the policy answer again.'
        }
        onClick={actions.press(toggle)}
      >
        <Icon shape={isOn ? 'check' : 'pause'} />
        <span>{isOn ? 'Auto-confirm is on' : 'Auto-confirm is off'}</span>
      </button>
      <button type="button" class="link-button" id="confirm-rules" onClick={openRules}>
        Rules
      </button>
    </>
  );
}

/** Loaded when it is asked for. */
const openRules = (): void => void import('../rules/rules-dialog').then((rules) => rules.openRules());
