/** Whether the sessions are shown as a list or as tiles, as this browser last had it. Tiles are loaded when wanted. */
import { signal } from '@preact/signals';
import type { ComponentType, VNode } from 'preact';
import type { Session } from '../../../../api/document/api-types';
import { keptName } from '../../app/kept-name';
import { Choices } from '../../ui/choices';

const VIEWS = ['list', 'tiles'] as const;
type View = (typeof VIEWS)[number];
type TilesType = ComponentType<{ sessions: readonly Session[] }>;

const kept = (): string => keptName('architect.sessions.view');
export const view = signal<View>('list');
/** In an object: a signal would call a function. */
const loaded = signal<{ readonly Tiles: TilesType } | null>(null);
const problem = signal('');

export function startView(): void {
  if (localStorage.getItem(kept()) === 'tiles') choose('tiles');
}

function choose(next: View): void {
  view.value = next;
  localStorage.setItem(kept(), next);
  // The layout of the page follows.
  document.documentElement.dataset['sessions'] = next;
  if (next !== 'tiles' || loaded.peek()) return;
  import('../tiles/tiles').then(
    ({ Tiles }) => {
      problem.value = '';
      loaded.value = { Tiles };
    },
    () => (problem.value = 'The tiles could not be loaded. Load the page again.'),
  );
}

export const ViewChoice = (): VNode => (
  <div class="view-choice" role="group" aria-label="How sessions are shown">
    <Choices of={VIEWS} chosen={view.value} choose={choose} />
  </div>
);

export function LazyTiles({ sessions }: { sessions: readonly Session[] }): VNode {
  const { Tiles } = loaded.value ?? {};
  return Tiles ? <Tiles sessions={sessions} /> : <p class="empty">{problem.value || 'Loading…'}</p>;
}
