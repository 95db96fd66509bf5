/**
 * Notifications of the browser for what needs a person, while the page isn't looked at.
 * @import { Confirmation } from '../../api/document/api-types'
 */
import { isWaiting, kindOf, titleOf, waitingOnes } from './app/confirmations';
import { h, setAttribute, setText } from './dom';
import { on } from './app/state';

const KEY = 'architect.notify';

/** Browsers offer notifications on HTTPS and localhost only. */
const isOffered = () => 'Notification' in window && window.isSecureContext;
const isOn = () => isOffered() && Notification.permission === 'granted' && localStorage.getItem(KEY) === 'on';

export function startNotifications() {
  /** What was there when the page was opened isn't new. @type {Set<number> | undefined} */
  let known;
  on('state', () => {
    const waiting = waitingOnes();
    for (const asked of waiting) if (known && !known.has(asked.id)) notify(asked);
    known = new Set(waiting.map(({ id }) => id));
  });
  on('confirmation', (asked) => {
    if (!isWaiting(asked) || known?.has(asked.id)) return;
    known?.add(asked.id);
    notify(asked);
  });
}

/** Neither command nor text: notifications are seen on locked screens too. @param {Confirmation} asked */
function notify(asked) {
  if (!document.hidden || !isOn()) return;
  const notification = new Notification(`${asked.session} needs you`, {
    body: `${kindOf(asked)}: ${titleOf(asked)}`,
    icon: '/favicon.svg',
    // Two open tabs show it once.
    tag: `confirmation-${asked.id}`,
  });
  notification.addEventListener('click', () => {
    window.focus();
    notification.close();
    /** @type {HTMLElement | null} */ (
      document.querySelector(`.ask[data-confirmation="${asked.id}"]`)
    )?.focus();
  });
}

/** The button that switches them; hidden where the browser has none. */
export function notifyButton() {
  const button = h('button', { type: 'button', class: 'button button-small', id: 'notify' });
  const show = () => {
    const refused = isOffered() && Notification.permission === 'denied';
    button.hidden = !isOffered();
    button.disabled = refused;
    setAttribute(button, 'aria-pressed', isOn());
    setAttribute(
      button,
      'title',
      refused && 'Allow notifications for this address in the settings of the browser.',
    );
    setText(
      button,
      refused ? 'Notifications are blocked' : isOn() ? 'Notifies you here' : 'Notify me in this browser',
    );
  };
  button.addEventListener('click', async () => {
    if (isOn()) localStorage.setItem(KEY, 'off');
    else if ((await Notification.requestPermission()) === 'granted') localStorage.setItem(KEY, 'on');
    show();
  });
  show();
  return button;
}
