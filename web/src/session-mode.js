/**
 * What auto-confirm may do in one session: nothing, what the rules allow, or everything for a while.
 * @import { Session } from '../../api/document/api-types'
 * @import { Body } from '../../api/document/client-types'
 */
import { call } from './app/api';
import { openDialog } from './dialogs';
import { h, setAttribute, setMessage, setText } from './dom';
import { clearFaults, forgetFaultsOnInput, showFault, showFieldError } from './fields';
import { apply, state } from './app/state';
import { liveTime } from './time';

/** @type {{ value: Session['auto_confirm'], label: string }[]} */
const MODES = [
  { value: 'off', label: 'off' },
  { value: 'safe', label: 'safe (by the rules)' },
  { value: 'all', label: 'all, for a while' },
];
const DEFAULT_MINUTES = 30;
const MAX_MINUTES = 1440;
const CLOCK = /** @type {const} */ ({ hour: '2-digit', minute: '2-digit' });

/** @param {string} name @param {Body<'PUT /api/sessions/:name/auto-confirm'>} body */
const setMode = (name, body) => call('PUT /api/sessions/:name/auto-confirm', { params: { name }, body });

/** The line of a session's card. @param {string} name */
export function modeLine(name) {
  const id = `mode-${name}`;
  const select = h(
    'select',
    { id, class: 'mode', 'aria-label': `Auto-confirm of ${name}` },
    ...MODES.map(({ value, label }) => h('option', { value }, label)),
  );
  const left = liveTime('left');
  const until = h('span', {});
  const countdown = h('span', { class: 'mode-left' }, left.element, ' left, until ', until);
  const stopped = h('span', { class: 'mode-stopped' });
  const problem = h('span', { class: 'mode-problem', role: 'alert', hidden: true });
  let current = 'off';
  const element = h(
    'p',
    { class: 'session-mode' },
    h('label', { for: id }, 'Auto-confirm'),
    select,
    countdown,
    stopped,
    problem,
  );
  select.addEventListener('change', async () => {
    const mode = select.value;
    select.value = current;
    setMessage(problem, '');
    if (mode === 'all') return askForAll(name);
    try {
      apply('session', await setMode(name, { mode }));
    } catch (error) {
      setMessage(problem, error.message);
    }
  });
  return {
    element,
    /** @param {Session} session */
    update({ auto_confirm: mode, auto_confirm_until: end }) {
      element.hidden = !mode;
      if (!mode) return;
      // A list that someone has open isn't closed under their hand.
      if (mode !== current) select.value = mode;
      current = mode;
      setAttribute(element, 'data-mode', mode);
      countdown.hidden = mode !== 'all' || !end;
      left.update(end);
      setText(until, end && new Date(end).toLocaleTimeString(undefined, CLOCK));
      setMessage(
        stopped,
        state.confirm?.enabled === false && mode !== 'off' ? 'stopped: auto-confirm is off' : '',
      );
    },
  };
}

/** Everything is approved, so the risk is named and the time is limited before it begins. */
function askForAll(name) {
  const minutes = h('input', {
    id: 'all-minutes',
    name: 'minutes',
    type: 'number',
    min: '1',
    max: String(MAX_MINUTES),
    step: '1',
    value: String(DEFAULT_MINUTES),
  });
  const keep = h('button', { type: 'button', class: 'button' }, 'Keep it');
  const form = h(
    'form',
    { class: 'form dialog-body', id: 'all-form', novalidate: true },
    h(
      'p',
      { class: 'notice notice-bad' },
      'Every permission this agent asks for is approved unseen: deleting files, pushing, installing, running what it downloaded. ' +
        'A text it reads can make it ask for such things. Only what the rules deny stays denied.',
    ),
    h(
      'div',
      { class: 'field' },
      h('label', { for: 'all-minutes' }, 'For how long ', h('span', { class: 'unit' }, 'min')),
      minutes,
    ),
    h('p', { class: 'form-message', role: 'status' }),
    h(
      'div',
      { class: 'dialog-actions' },
      keep,
      h('button', { type: 'submit', class: 'button button-danger' }, 'Approve everything'),
    ),
  );
  const dialog = openDialog({ title: `Approve everything in ${name}?`, class: 'dialog-small' }, form);
  keep.addEventListener('click', () => dialog.close());
  keep.focus();
  forgetFaultsOnInput(form);
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    clearFaults(form);
    const value = minutes.valueAsNumber;
    if (!Number.isInteger(value) || value < 1 || value > MAX_MINUTES) {
      showFieldError(minutes, `Expected a whole number from 1 to ${MAX_MINUTES}.`);
      return minutes.focus();
    }
    try {
      apply('session', await setMode(name, { mode: 'all', minutes: value }));
      dialog.close();
    } catch (error) {
      showFault(form, error);
    }
  });
}
