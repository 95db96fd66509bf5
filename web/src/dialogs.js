/** Modal dialogs on the browser's own <dialog>: it keeps the focus inside, gives it back, and closes on Escape. */
import { h } from './dom';

let count = 0;

/**
 * Opens a dialog; it is removed when it closes.
 * @param {{ title: string, class?: string, leave?: () => void }} options `leave`: what Escape, the cross and a press
 *   beside the dialog do instead of closing it
 * @param {...any} content
 */
export function openDialog({ title, class: extra = '', leave }, ...content) {
  const end = leave ?? (() => dialog.close());
  const titleId = `dialog-title-${++count}`;
  const heading = h('h2', { id: titleId }, title);
  const close = h(
    'button',
    { type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => end() },
    '×',
  );
  const head = h('div', { class: 'dialog-head' }, heading, close);
  const dialog = h('dialog', { class: `dialog ${extra}`, 'aria-labelledby': titleId }, head, ...content);
  dialog.addEventListener('close', () => dialog.remove());
  closeOnBackdrop(dialog, end);
  leaveOnEscape(dialog, end);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/**
 * A press that starts on the backdrop closes; one that ends there after selecting text inside doesn't. Only at its
 * end: a question that opens at its beginning would lose the focus to the rest of it.
 */
export function closeOnBackdrop(dialog, leave = () => dialog.close()) {
  let startsOutside = false;
  dialog.addEventListener('pointerdown', (event) => {
    const box = dialog.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    const isOutside = x < box.left || x > box.right || y < box.top || y > box.bottom;
    startsOutside = event.target === dialog && isOutside;
  });
  dialog.addEventListener('click', (event) => {
    if (startsOutside && event.target === dialog) leave();
    startsOutside = false;
  });
}

/** The key itself is taken: a browser lets `cancel` be refused once only, then closes all the same. */
function leaveOnEscape(dialog, leave) {
  dialog.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    leave();
  });
  // The gesture "back" of phones.
  dialog.addEventListener('cancel', (event) => {
    if (event.target !== dialog) return;
    event.preventDefault();
    leave();
  });
}

/**
 * Asks before something that can't be taken back.
 * @param {{ title: string, text: string, action: string, keep?: string }} question
 * @returns {Promise<boolean>}
 */
export function confirmAction({ title, text, action, keep = 'Keep it' }) {
  return new Promise((resolve) => {
    // At once: the event of the closing comes only after what a person does next.
    const say = (value) => () => {
      dialog.close();
      resolve(value);
    };
    const dialog = openDialog(
      { title, class: 'dialog-small', leave: say(false) },
      h('p', { class: 'dialog-text' }, text),
      h(
        'div',
        { class: 'dialog-actions' },
        // The harmless choice has the focus, so that a stray Enter does nothing.
        h('button', { type: 'button', class: 'button', autofocus: true, onclick: say(false) }, keep),
        h('button', { type: 'button', class: 'button button-danger', onclick: say(true) }, action),
      ),
    );
    dialog.querySelector('[autofocus]').focus();
    dialog.addEventListener('close', () => resolve(false));
  });
}
