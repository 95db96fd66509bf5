/** The list beside the prompt that is open: the keys that go through it take the prompt along, and Escape closes it. */
import { addKeys } from '../../ui/keys';
import { closed, openId, turnTo } from './state';

/** Wide enough for both: as in receipt.css. */
const BESIDE = matchMedia('(min-width: 1280px)');

export function followList(): void {
  document.addEventListener('row-reached', ({ target }) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('tr[data-prompt]') : null;
    if (row && openId.peek() && BESIDE.matches) turnTo(Number(row.dataset['prompt']));
  });
  addKeys({
    keys: 'Escape',
    words: 'Close the prompt',
    run() {
      if (!openId.peek()) return false;
      const id = openId.peek();
      closed();
      // From what is gone the focus would fall to the page.
      requestAnimationFrame(() =>
        document.querySelector<HTMLElement>(`tr[data-prompt="${id}"] [data-opens]`)?.focus(),
      );
      return true;
    },
  });
}
