/** Whether changes stand below or beside each other: what was chosen last is kept, and the address may say otherwise. */
import { computed, signal } from '@preact/signals';
import { parameter, setParameters } from '../../app/address';
import { keptName } from '../../app/kept-name';

export type View = 'unified' | 'split';

const KEPT = keptName('architect.review-view');
/** Narrower than this there is no room for two. */
const WIDE = matchMedia('(min-width: 1024px)');

const kept = signal<View>(localStorage.getItem(KEPT) === 'split' ? 'split' : 'unified');
const isWide = signal(WIDE.matches);
WIDE.addEventListener('change', () => (isWide.value = WIDE.matches));

const wanted = computed<View>(() => {
  const named = parameter('view');
  return named === 'split' || named === 'unified' ? named : kept.value;
});
export const hasRoom = computed(() => isWide.value);
export const view = computed<View>(() => (isWide.value ? wanted.value : 'unified'));

export function setView(next: View): void {
  kept.value = next;
  localStorage.setItem(KEPT, next);
  setParameters({ view: next });
}
