/** Prompts that were chosen in the queue. What is done with them is loaded with the first. */
import { effect, signal, useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { chooseByKey } from '../../ui/list-keys';
import { fail } from '../../ui/undo';
import type * as Bar from './chosen-bar';

export const chosen = signal<ReadonlySet<number>>(new Set());

function turn(id: number): void {
  const next = new Set(chosen.peek());
  if (!next.delete(id)) next.add(id);
  chosen.value = next;
}

export function clear(): boolean {
  const hadAny = chosen.peek().size > 0;
  if (hadAny) chosen.value = new Set();
  return hadAny;
}

const bar = signal<typeof Bar | null>(null);
export const ChosenBar = (): VNode | null => bar.value && <bar.value.ChosenBar />;

export function startSelection(): void {
  chooseByKey({
    list: '#queue-rows',
    choose: ({ dataset }) => turn(Number(dataset['prompt'])),
    letGo: clear,
  });
  effect(() => {
    if (bar.peek() || chosen.value.size === 0) return;
    void import('./chosen-bar').then(
      (loaded) => (bar.value = loaded),
      () => fail('A part of this page could not be loaded. Load the page again.'),
    );
  });
}

export function Choose({ id }: { id: number }): VNode {
  // Drawn anew only where it changes, not with all rows.
  const isChosen = useComputed(() => chosen.value.has(id));
  return (
    <label class="row-choose">
      <input
        type="checkbox"
        class="row-check"
        aria-label={`Choose prompt ${id}`}
        checked={isChosen}
        onChange={() => turn(id)}
      />
    </label>
  );
}
