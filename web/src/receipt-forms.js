/** The buttons and forms of a receipt's actions. */
import { AGENTS } from './choices';
import { h } from './dom';
import { labelled } from './form-fields';

export function actionForms() {
  const button = (action, label, extra = '') =>
    h('button', { type: 'button', class: `button button-small ${extra}`, 'data-action': action }, label);
  const forms = [reassignForm(), priorityForm()];
  return h(
    'div',
    { class: 'receipt-actions' },
    button('retry', 'Retry'),
    button('cancel', 'Cancel prompt', 'button-danger'),
    button('archive', 'Archive'),
    ...forms.map((form) => opener(form, forms)),
    ...forms,
    resolveForm(),
  );
}

/** The button that shows one of the forms, and only that one. */
function opener(form, forms) {
  const { form: name, label } = form.dataset;
  const props = {
    type: 'button',
    class: 'button button-small opener',
    'aria-expanded': 'false',
    'aria-controls': form.id,
  };
  const button = h('button', { ...props, 'data-opens': name }, label);
  button.addEventListener('click', () => {
    const opens = form.hidden;
    for (const other of forms) other.hidden = other !== form || !opens;
    for (const peer of button.parentElement.querySelectorAll('.opener'))
      peer.setAttribute('aria-expanded', 'false');
    button.setAttribute('aria-expanded', String(opens));
    if (opens) form.querySelector('input, select').focus();
  });
  return button;
}

const reassignForm = () =>
  h(
    'form',
    {
      class: 'form action-form',
      'data-form': 'reassign',
      'data-label': 'Reassign',
      id: 'reassign-form',
      novalidate: true,
      hidden: true,
    },
    labelled('Session', h('select', { name: 'target_session', id: 'reassign-session' })),
    labelled(
      'Agent',
      h(
        'select',
        { name: 'target_provider', id: 'reassign-provider' },
        h('option', { value: '' }, 'Any agent'),
        [...AGENTS.map((name) => h('option', { value: name }, name))],
      ),
    ),
    h('button', { type: 'submit', class: 'button button-small button-primary' }, 'Send it there'),
    h('p', { class: 'form-message', role: 'status' }),
  );

const priorityForm = () =>
  h(
    'form',
    {
      class: 'form action-form',
      'data-form': 'priority',
      'data-label': 'Priority',
      id: 'priority-form',
      novalidate: true,
      hidden: true,
    },
    h(
      'fieldset',
      {},
      labelled(
        'Priority',
        h('input', {
          name: 'priority',
          id: 'receipt-priority',
          type: 'number',
          min: '-1000',
          max: '1000',
          step: '1',
        }),
      ),
      h('button', { type: 'submit', class: 'button button-small button-primary' }, 'Set priority'),
    ),
    h('p', { class: 'form-message', role: 'status' }),
  );

const resolveForm = () =>
  h(
    'form',
    {
      class: 'form action-form notice notice-warn',
      'data-form': 'resolve',
      id: 'resolve-form',
      hidden: true,
    },
    h(
      'p',
      {},
      "It can't be told whether the agent took this prompt. Look at the session's screen, then say how it ended.",
    ),
    labelled('Note', h('input', { name: 'note', id: 'resolve-note', autocomplete: 'off' })),
    h('button', { type: 'submit', class: 'button button-small', value: 'completed' }, 'It was done'),
    h('button', { type: 'submit', class: 'button button-small', value: 'failed' }, "It wasn't done"),
    h('p', { class: 'form-message', role: 'status' }),
  );
