/** What keys open, loaded when it is wanted. */
import { fail } from '../../ui/undo';

/**
 * What is typed meanwhile is for what is about to open, not for the page: `typed` gives it. A page that is older than
 * the server's files can't load the rest of them.
 */
export async function loaded(open: (typed: () => string) => Promise<void>): Promise<void> {
  let text = '';
  const keep = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.key.length === 1) text += event.key;
  };
  const end = (): string => {
    window.removeEventListener('keydown', keep, true);
    return text;
  };
  window.addEventListener('keydown', keep, true);
  try {
    await open(end);
  } catch {
    fail('A part of this page could not be loaded. Load the page again.');
  }
  end();
}

let isOpening = false;

/** One at a time: until the first dialog is there, nothing keeps a second press from the button. */
export function opened(open: () => Promise<void>): void {
  if (isOpening) return;
  isOpening = true;
  void loaded(open).finally(() => (isOpening = false));
}

export const showKeys = (): Promise<void> =>
  loaded(() => import('./keys-dialog').then(({ openKeys }) => openKeys()));
