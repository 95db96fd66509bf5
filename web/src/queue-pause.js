/** The pause of the queue: the line that tells of it, and on the dashboard the buttons that begin and end it. */
import { call } from './app/api';
import { openDialog } from './dialogs';
import { find, h, setText } from './dom';
import { onSubmit } from './fields';
import { labelled, plainInput } from './form-fields';
import { apply, onAny, state } from './app/state';
import { localTime } from './time';

/** The line alone. */
export function startPauseLine() {
  onAny(['state', 'queue'], showLine);
}

/** The line with the button that ends the pause, and the one that begins it. */
export function startQueuePause() {
  const resume = h('button', { type: 'button', class: 'button button-small', id: 'queue-resume' }, 'Resume');
  resume.addEventListener('click', () => end(resume));
  find('#queue-paused').append(' ', resume);
  const pause = find('#queue-pause');
  pause.addEventListener('click', askReason);
  const show = () => (pause.hidden = Boolean(state.queue?.paused));
  onAny(['state', 'queue'], show);
  startPauseLine();
}

function showLine() {
  const line = find('#queue-paused');
  const { paused = false, reason, changed_by: by, changed_at: at } = state.queue ?? {};
  line.hidden = !paused;
  if (!paused) return;
  const why = reason ? `: ${reason}` : '';
  setText(
    find('.queue-paused-words', line),
    `The queue is paused since ${localTime(at ?? '')} by ${by}${why}. What is at work goes on; what waits goes out when it is resumed.`,
  );
}

/** @param {HTMLButtonElement} button */
async function end(button) {
  button.disabled = true;
  try {
    apply('queue', await call('PUT /api/assigner/queue', { body: { paused: false } }));
  } catch (error) {
    setText(find('#queue-paused .queue-paused-words'), error.message);
  } finally {
    button.disabled = false;
  }
}

function askReason() {
  const reason = plainInput({ id: 'queue-pause-reason', name: 'reason' });
  const form = h(
    'form',
    { class: 'form dialog-body', id: 'queue-pause-form', novalidate: true },
    h('p', {}, 'No more prompts are given to sessions. What is at work goes on.'),
    labelled(
      'Why',
      reason,
      'May be left empty. It stands here and in the receipts of the prompts that wait.',
    ),
    h('p', { class: 'form-message', role: 'status' }),
    h(
      'div',
      { class: 'dialog-actions' },
      h('button', { type: 'submit', class: 'button button-primary' }, 'Pause the queue'),
    ),
  );
  const dialog = openDialog({ title: 'Pause the queue', class: 'dialog-small' }, form);
  reason.focus();
  onSubmit(form, async () => {
    const body = { paused: true, reason: reason.value.trim() || undefined };
    apply('queue', await call('PUT /api/assigner/queue', { body }));
    dialog.close();
  });
}
