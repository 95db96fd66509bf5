/** Notifications of the browser for what needs a person, while the page isn't looked at. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Confirmation } from '../../../../api/document/api-types';
import { isWaiting, kindOf, titleOf, waitingOnes } from '../../app/confirmations';
import { keptName } from '../../app/kept-name';
import { at } from '../../app/root';
import { on } from '../../app/state';

const KEY = keptName('architect.notify');

/** Browsers offer notifications on HTTPS and localhost only. */
const isOffered = (): boolean => 'Notification' in window && window.isSecureContext;
const isOn = (): boolean =>
  isOffered() && Notification.permission === 'granted' && localStorage.getItem(KEY) === 'on';

export function startNotifications(): void {
  /** What was there when the page was opened isn't new. */
  let known: Set<number> | undefined;
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

/** Neither command nor text: notifications are seen on locked screens too. */
function notify(asked: Confirmation): void {
  if (!document.hidden || !isOn()) return;
  const notification = new Notification(`${asked.session} needs you`, {
    body: `${kindOf(asked)}: ${titleOf(asked)}`,
    icon: at('/favicon.svg'),
    // Two open tabs show it once.
    tag: keptName(`confirmation-${asked.id}`),
  });
  notification.addEventListener('click', () => {
    window.focus();
    notification.close();
    document.querySelector<HTMLElement>(`.ask[data-confirmation="${asked.id}"]`)?.focus();
  });
}

/** The button that switches them; hidden if the browser has none. */
export function NotifyButton(): VNode {
  const changes = useSignal(0);
  const isRefused = isOffered() && Notification.permission === 'denied';
  const toggle = async (): Promise<void> => {
    if (isOn()) localStorage.setItem(KEY, 'off');
    else if ((await Notification.requestPermission()) === 'granted') localStorage.setItem(KEY, 'on');
    changes.value += 1;
  };
  // Permission and choice are no signals: reading this is what has the button drawn anew.
  const isChosen = changes.value >= 0 && isOn();
  const blocked = 'Allow notifications for this address in the settings of the browser.';
  return (
    <button
      type="button"
      class="button button-small"
      id="notify"
      hidden={!isOffered()}
      disabled={isRefused}
      aria-pressed={isChosen || undefined}
      title={isRefused ? blocked : undefined}
      onClick={() => void toggle()}
    >
      {isRefused ? 'Notifications are blocked' : isChosen ? 'Notifies you here' : 'Notify me in this browser'}
    </button>
  );
}
