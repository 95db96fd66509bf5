/** The list of pages at the side: folded to its icons or not, as this browser last had it, and the numbers in it. */
import { effect, signal } from '@preact/signals';
import { rootPath } from '../../app/root';
import { state } from '../../app/state';
import { waitingCount } from './needs-counter';

/** Narrower windows have room for the icons only. */
const HAS_ROOM = '(min-width: 1024px)';
/** Dashboards under several paths of one host each remember their own. */
const kept = (): string => `architect.rail:${rootPath()}`;

const isChosen = signal(false);

/** As early as can be: the page is drawn once it is done. */
export function startRail(): void {
  isChosen.value = localStorage.getItem(kept()) === 'folded';
  const room = matchMedia(HAS_ROOM);
  const hasRoom = signal(room.matches);
  room.addEventListener('change', () => (hasRoom.value = room.matches));
  const button = document.querySelector<HTMLButtonElement>('#rail-fold');
  // What hangs on a wall is not steered from there.
  const isWall = document.body.classList.contains('monitor');
  effect(() => {
    const isFolded = isChosen.value || !hasRoom.value || isWall;
    document.documentElement.dataset['rail'] = isFolded ? 'folded' : 'open';
    if (!button) return;
    button.hidden = !hasRoom.value || isWall;
    button.ariaPressed = String(isChosen.value);
    button.title = isChosen.value ? 'Unfold the list of pages' : 'Fold the list of pages to its icons';
  });
  button?.addEventListener('click', toggleRail);
  fillCounts();
}

export function toggleRail(): void {
  isChosen.value = !isChosen.peek();
  if (isChosen.peek()) localStorage.setItem(kept(), 'folded');
  else localStorage.removeItem(kept());
}

/** What is counted, and the words for screen readers. */
const COUNTS: Readonly<Record<string, { readonly of: () => number; readonly words: string }>> = {
  needs: { of: waitingCount, words: 'waiting for you' },
  running: { of: () => state.status?.in_progress ?? 0, words: 'in progress' },
  due: { of: () => state.vault?.due ?? 0, words: 'due' },
};

function fillCounts(): void {
  for (const place of document.querySelectorAll<HTMLElement>('[data-count]')) {
    const count = COUNTS[place.dataset['count'] ?? ''];
    if (!count) continue;
    const words = document.createElement('span');
    words.className = 'visually-hidden';
    words.textContent = ` ${count.words}`;
    const number = document.createTextNode('');
    place.append(number, words);
    effect(() => {
      const value = count.of();
      number.data = String(value);
      place.hidden = value === 0;
    });
  }
}
