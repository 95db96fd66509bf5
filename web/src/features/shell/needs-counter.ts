/** How much waits for a person, as the server counts it: in the tab's title, on the app's icon, and on the monitor. */
import { effect } from '@preact/signals';
import { state } from '../../app/state';

export function startTitle(): void {
  const name = document.title;
  effect(() => {
    const waiting = waitingCount();
    document.title = waiting ? `(${waiting}) ${name}` : name;
    // On the icon of an installed dashboard; elsewhere it does nothing.
    if ('setAppBadge' in navigator) navigator.setAppBadge(waiting).catch(() => undefined);
  });
}

export const waitingCount = (): number => state.needs?.total ?? 0;
