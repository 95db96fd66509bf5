/** How much waits for a person, as the server counts it: in the tab's title, and on the monitor. */
import { effect } from '@preact/signals';
import { state } from '../../app/state';

export function startTitle(): void {
  const name = document.title;
  effect(() => {
    const waiting = waitingCount();
    document.title = waiting ? `(${waiting}) ${name}` : name;
  });
}

export const waitingCount = (): number => state.needs?.total ?? 0;
