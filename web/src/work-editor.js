/**
 * Which dialog is open is in the address, so that a link leads to it.
 * @import { Kind, Thing } from './work-kinds'
 * @import { Place } from './work-place'
 */
import { exchange } from './app/api';
import { openEditor } from './work-dialog';
import { ROUTES } from './work-kinds';
import { readPlace } from './work-place';
import { say } from './work-say';

/** @typedef {{ thing: Thing, tag: string | undefined }} Read */

/** @param {{ saved: (text: string, warning: string) => void, closed: () => void }} page */
export function editorAt({ saved, closed }) {
  /** @type {{ key: string, address: string, mayGo: () => boolean, leave: () => void, end: () => void } | null} */
  let open = null;
  let wanted = '';
  // Closing the window, or a login that has expired, would take along what was written.
  window.addEventListener('beforeunload', (event) => {
    if (open && !open.mayGo()) event.preventDefault();
  });

  /** @param {Place} place */
  async function show(place, key) {
    const read = typeof place.open === 'number' ? await readThing(place.kind, place.open) : null;
    if (key !== wanted) return;
    if (place.open !== 'new' && !read) {
      wanted = '';
      return closed();
    }
    const editor = openEditor(place, read, saved);
    open = { key, address: location.hash, ...editor };
    editor.dialog.addEventListener('close', () => {
      if (open?.key === key) open = null;
      if (keyOf(readPlace()) !== key) return;
      wanted = '';
      closed();
    });
  }

  return {
    /** Opens and closes what the address says. @param {Place} place */
    follow(place) {
      const key = keyOf(place);
      if (key === wanted) return;
      if (open && !open.mayGo()) {
        // The way back in the browser asks too: the address stays that of the dialog until there is an answer.
        history.pushState(null, '', open.address);
        return open.leave();
      }
      wanted = key;
      open?.end();
      open = null;
      if (key) void show(place, key);
    },
  };
}

/** @param {Place} place */
const keyOf = ({ kind, open }) => (open === null ? '' : `${kind}/${open}`);

/** @param {Kind} kind @param {number} id @returns {Promise<Read | null>} */
async function readThing(kind, id) {
  try {
    const { answer, headers } = await exchange(ROUTES[kind].read, { params: { id } });
    return { thing: answer, tag: headers.get('ETag') ?? undefined };
  } catch (error) {
    say(error.message, 'bad');
    return null;
  }
}
