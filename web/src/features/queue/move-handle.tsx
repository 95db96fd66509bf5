/** By what a waiting prompt is moved in the queue: a handle to drag or press, and keys. What moves it is loaded then. */
import type { VNode } from 'preact';
import type { Prompt } from '../../app/state';
import { announce } from '../../ui/announcer';
import { addKeys } from '../../ui/keys';
import { fail } from '../../ui/undo';
import type * as Moving from './moving';
import { canMove, isWaiting, positionWords } from './order';

const notLoaded = (): void => fail('A part of this page could not be loaded. Load the page again.');
const load = (does: (loaded: typeof Moving) => unknown): void =>
  void import('./moving').then(does, notLoaded);

/** How far the pointer went until the rest is loaded belongs to the drag. */
function drag(id: number, start: PointerEvent): void {
  let latest = start;
  const follow = (event: PointerEvent): void => {
    if (event.pointerId === start.pointerId) latest = event;
  };
  window.addEventListener('pointermove', follow);
  void import('./dragging')
    .then(({ beginDrag }) => beginDrag(id, start, latest), notLoaded)
    .finally(() => window.removeEventListener('pointermove', follow));
}

export const MoveHandle = ({ prompt }: { prompt: Prompt }): VNode => (
  <button
    type="button"
    class="move-handle"
    data-move={prompt.id}
    disabled={!isWaiting(prompt)}
    aria-label={`Move prompt ${prompt.id}, position ${positionWords(prompt) || 'not known'}`}
    aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
    title="Drag to move; or Alt with an arrow"
    onPointerEnter={() => void import('./dragging').catch(() => undefined)}
    onPointerDown={(event) => {
      if (event.button === 0) drag(prompt.id, event);
    }}
    onClick={(event) => {
      // By a key, or by a program that reads the screen; a pointer that stays where it is ends a drag as well.
      if (event.detail === 0) load(({ openMenu }) => openMenu(prompt.id));
    }}
  >
    <span aria-hidden="true">⠿</span>
  </button>
);

export function startMoveKeys(): void {
  const key = (keys: string, words: string, does: (loaded: typeof Moving, id: number) => unknown) => ({
    ...{ keys, words },
    run() {
      const row = document.activeElement?.closest<HTMLElement>('#queue-rows [data-prompt]');
      const id = Number(row?.dataset['prompt']);
      if (!id) return false;
      if (canMove.peek()) load((loaded) => does(loaded, id));
      else announce('Prompts are moved in the order “By priority”: choose that first.');
      return true;
    },
  });
  addKeys(
    key('Alt+ArrowUp', 'Move the prompt up in the queue', ({ moveBy }, id) => moveBy(id, -1)),
    key('Alt+ArrowDown', 'Move the prompt down in the queue', ({ moveBy }, id) => moveBy(id, 1)),
  );
}
