/** Notifications of the browser for what needs a person, while the page isn't looked at. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { NeedTold } from '../../../../api/document/api-types';
import type { PushPayload } from '../../../../workflows/contracts/push';
import { keptName } from '../../app/kept-name';
import { at } from '../../app/root';
import { on, state } from '../../app/state';
import { registerWorker, workerOfNow } from '../push/registration';
import { openId } from './list';
import { kindLook } from './looks';

const KEY = keptName('architect.notify');

/** Browsers offer notifications on HTTPS and localhost only. */
const isOffered = (): boolean => 'Notification' in window && window.isSecureContext;
const isOn = (): boolean =>
  isOffered() && Notification.permission === 'granted' && localStorage.getItem(KEY) === 'on';

export function startNotifications(): void {
  /** What was there when the page was opened isn't new. */
  let known: Set<string> | undefined;
  const look = (): void => {
    const { items } = state.needs ?? { items: [] };
    for (const need of items) if (known && !known.has(need.id)) void notify(need);
    known = new Set(items.map(({ id }) => id));
  };
  on('state', look);
  on('needs', look);
}

/** Neither command nor text: notifications are seen on locked screens too. */
async function notify({ id, kind, title }: NeedTold): Promise<void> {
  if (!document.hidden || !isOn()) return;
  const body = `${kindLook(kind).label}: open the dashboard to see to it.`;
  const worker = await workerOfNow();
  // It knows what a message of the server has announced here, and that one what this announces.
  if (worker?.active) {
    const page = `/needs.html#/${id}`;
    const announced: PushPayload = { v: 1, tag: id, tags: [id], title, body, page, deny: null, waiting: 0 };
    worker.active.postMessage({ announced });
    return;
  }
  const notification = new Notification(title, {
    body,
    icon: at('/favicon.svg'),
    // Two open tabs show it once.
    tag: keptName(id),
  });
  notification.addEventListener('click', () => {
    window.focus();
    notification.close();
    openId.value = id;
    document.querySelector<HTMLElement>(`[data-needs~="${CSS.escape(id)}"] .need-open`)?.focus();
  });
}

/** The button that switches them; hidden if the browser has none. */
export function NotifyButton(): VNode {
  const changes = useSignal(0);
  const isRefused = isOffered() && Notification.permission === 'denied';
  const toggle = async (): Promise<void> => {
    if (isOn()) localStorage.setItem(KEY, 'off');
    else if ((await Notification.requestPermission()) === 'granted') {
      localStorage.setItem(KEY, 'on');
      // On phones only it may show one.
      await registerWorker().catch(() => undefined);
    }
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
