/** The header's switch of auto-confirm: one press stops every answer of the policy, one more lets them go on. */
import { call } from './app/api';
import { find, h, setAttribute, setMessage, setText } from './dom';
import { icon, setShape } from './icons';
import { openRules } from './rules-dialog';
import { apply, onAny, state } from './app/state';

export function startAutoConfirm() {
  const shape = icon('check');
  const label = h('span', {});
  const button = h(
    'button',
    { type: 'button', class: 'switch', id: 'confirm-switch', role: 'switch', 'aria-label': 'Auto-confirm' },
    shape,
    label,
  );
  const rules = h('button', { type: 'button', class: 'link-button', id: 'confirm-rules' }, 'Rules');
  find('#auto-confirm').append(button, rules);
  rules.addEventListener('click', () => openRules());
  button.addEventListener('click', async () => {
    button.disabled = true;
    setMessage(find('#confirm-error'), '');
    try {
      const body = { enabled: !state.confirm?.enabled };
      apply('confirm', await call('PUT /api/confirm', { body }));
    } catch (error) {
      setMessage(find('#confirm-error'), `Auto-confirm stays as it is: ${error.message}`);
    } finally {
      button.disabled = false;
      button.focus();
    }
  });
  const show = () => {
    const { confirm } = state;
    find('#auto-confirm').hidden = !confirm;
    if (!confirm) return;
    setAttribute(button, 'aria-checked', String(Boolean(confirm.enabled)));
    setAttribute(button, 'data-tone', confirm.enabled ? 'ok' : 'warn');
    setShape(shape, confirm.enabled ? 'check' : 'pause');
    setText(label, confirm.enabled ? 'Auto-confirm is on' : 'Auto-confirm is off');
    button.title = confirm.enabled
      ? 'The policy answers what its rules allow. Press to stop every answer.'
      : 'Nothing is answered without a person. Press to let the policy answer again.';
  };
  onAny(['state', 'confirm'], show);
}
