/** From change to change, and from file to file, by keys. */
import { signal } from '@preact/signals';
import { addKeys } from '../../ui/keys';
import { chooseByKey } from '../../ui/list-keys';
import { at, isWriting, point } from './cursor';
import { choose, chosen, open, rows, sessionName, step } from './model';
import { changesIn, type Row } from './rows';
import { hasRoom, setView, view } from './view';

/** The place that is to be seen. */
export const wanted = signal<{ readonly place: number; readonly align: 'center' | 'auto' }>({
  place: -1,
  align: 'auto',
});

/** Where each run of changes is spoken of: what came, where anything did. */
function stops(): number[] {
  const all = rows.peek();
  const isChange = ({ kind }: Row): boolean => kind === 'added' || kind === 'removed';
  return changesIn(all.map(isChange)).map((start) => {
    let place = start;
    while (all[place]?.kind === 'removed') place += 1;
    return all[place]?.kind === 'added' ? place : start;
  });
}

export function toChange(by: 1 | -1): boolean {
  const places = stops();
  const here = at.peek() ?? (by === 1 ? -1 : Infinity);
  const next = by === 1 ? places.find((place) => place > here) : places.findLast((place) => place < here);
  if (next === undefined) return places.length > 0;
  point(next);
  wanted.value = { place: next, align: 'center' };
  return true;
}

export function startWalking(): void {
  addKeys(
    { keys: ']', words: 'Next file', run: () => step(1) },
    { keys: '[', words: 'File before', run: () => step(-1) },
    { keys: 'n', words: 'Next change in the file', run: () => toChange(1) },
    { keys: 'p', words: 'Change before', run: () => toChange(-1) },
    {
      keys: 'm',
      words: 'Comment on the line',
      run() {
        if (at.peek() === null) return false;
        isWriting.value = true;
        return true;
      },
    },
    {
      keys: 'v',
      words: 'Side by side, or one below the other',
      run() {
        if (!hasRoom.peek()) return false;
        setView(view.peek() === 'split' ? 'unified' : 'split');
        return true;
      },
    },
  );
  document.addEventListener('row-reached', ({ target }) => {
    const row = target instanceof Element ? target.closest<HTMLElement>('[data-path]') : null;
    const path = row?.dataset['path'];
    if (path !== undefined) open(path);
  });
  if (sessionName === '') return;
  chooseByKey({
    list: '#review-files',
    choose(row) {
      const path = row.dataset['path'] ?? '';
      choose([path], !chosen.peek().has(path));
    },
    letGo() {
      const hadAny = chosen.peek().size > 0;
      chosen.value = new Set();
      return hadAny;
    },
  });
}
