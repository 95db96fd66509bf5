/** The receipt comes with the first prompt that is opened. */
import { promptIn } from './address';

export function startReceipt(): void {
  let isLoaded = false;
  const follow = (): void => {
    if (isLoaded || promptIn(location.hash) === 0) return;
    isLoaded = true;
    window.removeEventListener('hashchange', follow);
    window.removeEventListener('popstate', follow);
    void import('./receipt').then(({ showReceipt }) => showReceipt());
  };
  window.addEventListener('hashchange', follow);
  window.addEventListener('popstate', follow);
  follow();
}
