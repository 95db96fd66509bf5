/** The keys that every page has. What they open is loaded when it is wanted. */
import { addKeys } from '../../ui/keys';
import { startListKeys } from '../../ui/list-keys';
import { startUndoKey } from '../../ui/undo';
import { compose } from '../queue/compose';
import { loaded, showKeys } from './show';

export function startKeys(): void {
  addKeys(
    { keys: '?', words: 'Show the keys', run: () => void showKeys() },
    { keys: 'c', words: 'Write a prompt', run: () => void loaded(compose) },
    { keys: '/', words: 'Search', run: search },
  );
  for (const link of document.querySelectorAll<HTMLAnchorElement>('#pages a[data-go]')) {
    const { title } = link;
    addKeys({ keys: `g ${link.dataset['go']}`, words: `Go to ${title}`, run: () => link.click() });
  }
  startListKeys();
  startUndoKey();
  // Whatever is typed into: it is no single key.
  document.addEventListener('keydown', (event) => {
    const isAsked = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === 'k';
    if (!isAsked || (event.target instanceof Element && event.target.closest('[data-takes-keys]'))) return;
    event.preventDefault();
    void openPalette();
  });
  for (const opener of document.querySelectorAll<HTMLElement>('#palette-open')) {
    opener.hidden = false;
    opener.addEventListener('click', () => void openPalette());
  }
}

const openPalette = (): Promise<void> =>
  loaded((typed) => import('../palette/palette').then((palette) => palette.openPalette(typed())));

/** The search of the page, else the one over everything. */
function search(): void {
  const field = [...document.querySelectorAll<HTMLInputElement>('main input[type=search]')].find((one) =>
    one.checkVisibility(),
  );
  if (field) field.focus();
  else void openPalette();
}
