import { find } from './dom';

/** Says something to screen readers. */
export function announce(text: string): void {
  find('#announcer', HTMLElement).textContent = text;
}
