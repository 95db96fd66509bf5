/** Modal dialogs on the browser's own <dialog>: it keeps the focus inside, gives it back, and closes on Escape. */
import { h } from './dom.js';

let count = 0;

/**
 * Opens a dialog; it is removed when it closes.
 * @param {{ title: string, class?: string }} options
 * @param {...any} content
 */
export function openDialog({ title, class: extra = '' }, ...content) {
  const titleId = `dialog-title-${++count}`;
  const heading = h('h2', { id: titleId }, title);
  const close = h(
    'button',
    { type: 'button', class: 'close', 'aria-label': 'Close', onclick: () => dialog.close() },
    '×',
  );
  const head = h('div', { class: 'dialog-head' }, heading, close);
  const dialog = h('dialog', { class: `dialog ${extra}`, 'aria-labelledby': titleId }, head, ...content);
  dialog.addEventListener('close', () => dialog.remove());
  closeOnBackdrop(dialog);
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A press that starts on the backdrop closes; one that ends there after selecting text inside doesn't. */
export function closeOnBackdrop(dialog) {
  dialog.addEventListener('pointerdown', (event) => {
    if (event.target !== dialog) return;
    const box = dialog.getBoundingClientRect();
    const { clientX: x, clientY: y } = event;
    if (x < box.left || x > box.right || y < box.top || y > box.bottom) dialog.close();
  });
}

/**
 * Asks before something that can't be taken back.
 * @param {{ title: string, text: string, action: string }} question
 * @returns {Promise<boolean>}
 */
export function confirmAction({ title, text, action }) {
  return new Promise((resolve) => {
    let answer = false;
    const say = (value) => () => {
      answer = value;
      dialog.close();
    };
    const dialog = openDialog(
      { title, class: 'dialog-small' },
      h('p', { class: 'dialog-text' }, text),
      h(
        'div',
        { class: 'dialog-actions' },
        // The harmless choice has the focus, so that a stray Enter does nothing.
        h('button', { type: 'button', class: 'button', autofocus: true, onclick: say(false) }, 'Keep it'),
        h('button', { type: 'button', class: 'button button-danger', onclick: say(true) }, action),
      ),
    );
    dialog.querySelector('[autofocus]').focus();
    dialog.addEventListener('close', () => resolve(answer));
  });
}
