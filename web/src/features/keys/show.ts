/** What keys open, loaded when it is wanted. */
import { fail } from '../../ui/undo';

/** A page that is older than the server's files can't load the rest of them. */
export const loaded = (part: Promise<void>): Promise<void> =>
  part.catch(() => fail('A part of this page could not be loaded. Load the page again.'));

export const showKeys = (): Promise<void> =>
  loaded(import('./keys-dialog').then(({ openKeys }) => openKeys()));
