/** Which item is open is in the address, so that a link leads to its dialog. */
import { exchange, messageOf } from '../../app/api';
import { openDialog } from '../../ui/dialog';
import { ItemDialog, type Guard } from './item-dialog';
import type { Read } from './item-editing';
import { ROUTES, type Kind } from './kinds';
import { readPlace, type Place } from './url-state';

interface Page {
  readonly onSaved: (text: string, warning: string) => void;
  /** The address is still that of the dialog. */
  readonly onClosed: () => void;
  readonly onMissing: (text: string) => void;
}

/** @returns what opens and closes the dialog that the address names */
export function itemEditor({ onSaved, onClosed, onMissing }: Page): (place: Place) => void {
  let open: { readonly address: string; readonly guard: Guard; readonly end: () => void } | null = null;
  let wanted = '';
  // Closing the window, or a login that has expired, would take along what was written.
  window.addEventListener('beforeunload', (event) => {
    if (open?.guard.isChanged()) event.preventDefault();
  });

  function leaveAddress(key: string): void {
    if (keyOf(readPlace(location.hash)) !== key) return;
    wanted = '';
    onClosed();
  }

  async function show(place: Place, key: string): Promise<void> {
    const read = typeof place.open === 'number' ? await readThing(place.kind, place.open, onMissing) : null;
    if (key !== wanted) return;
    if (place.open !== 'new' && !read) {
      leaveAddress(key);
      return;
    }
    const guard: Guard = { isChanged: () => false, leave: () => undefined };
    const close = openDialog((unmount) => {
      const end = (): void => {
        unmount();
        if (open !== mine) return;
        open = null;
        leaveAddress(key);
      };
      return <ItemDialog {...{ place, read, guard }} onSaved={onSaved} onClose={end} />;
    });
    const mine = { address: location.hash, guard, end: close };
    open = mine;
  }

  return (place) => {
    const key = keyOf(place);
    if (key === wanted) return;
    if (open?.guard.isChanged()) {
      // The way back in the browser asks too: the address stays that of the dialog until there is an answer.
      history.pushState(null, '', open.address);
      open.guard.leave();
      return;
    }
    wanted = key;
    const before = open;
    open = null;
    before?.end();
    if (key) void show(place, key);
  };
}

const keyOf = ({ kind, open }: Place): string => (open === null ? '' : `${kind}/${open}`);

async function readThing(kind: Kind, id: number, onMissing: Page['onMissing']): Promise<Read | null> {
  try {
    const { answer, headers } = await exchange(ROUTES[kind].read, { params: { id } });
    return { thing: answer, tag: headers.get('ETag') ?? undefined };
  } catch (error) {
    onMissing(messageOf(error));
    return null;
  }
}
