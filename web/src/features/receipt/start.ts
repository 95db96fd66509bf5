/** The receipt comes with the first prompt that is opened. */
import { promptIn } from './address';

/** `beside`: it stands there, beside the list of the page, instead of in a dialog over it. */
export function startReceipt({ beside }: { beside?: HTMLElement } = {}): void {
  let isLoaded = false;
  const follow = (): void => {
    if (isLoaded || promptIn(location.hash) === 0) return;
    isLoaded = true;
    window.removeEventListener('hashchange', follow);
    window.removeEventListener('popstate', follow);
    void import('./receipt').then(({ showReceipt, showReceiptIn }) =>
      beside ? showReceiptIn(beside) : showReceipt(),
    );
  };
  window.addEventListener('hashchange', follow);
  window.addEventListener('popstate', follow);
  follow();
}
