/** Prompts that were chosen in the queue, and what is done with all of them. */
import { signal, useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import { call, messageOf } from '../../app/api';
import { isSettled } from '../../app/labels';
import { useActions } from '../../ui/actions';
import { confirmAction } from '../../ui/dialog';
import { chooseByKey } from '../../ui/list-keys';
import { counted } from '../../ui/text';
import { doLater } from '../../ui/undo';
import { keyOf } from './keys';
import { items, problem } from './queue-list';

const chosen = signal<ReadonlySet<number>>(new Set());

function turn(id: number): void {
  const next = new Set(chosen.peek());
  if (!next.delete(id)) next.add(id);
  chosen.value = next;
}

function clear(): boolean {
  const hadAny = chosen.peek().size > 0;
  if (hadAny) chosen.value = new Set();
  return hadAny;
}

export const startSelection = (): void =>
  chooseByKey({
    list: '#queue-rows',
    choose: ({ dataset }) => turn(Number(dataset['prompt'])),
    letGo: clear,
  });

export function Choose({ id }: { id: number }): VNode {
  // Drawn anew only where it changes, not with all rows.
  const isChosen = useComputed(() => chosen.value.has(id));
  return (
    <input
      type="checkbox"
      class="row-check"
      aria-label={`Choose prompt ${id}`}
      checked={isChosen}
      onChange={() => turn(id)}
    />
  );
}

type Action = 'cancel' | 'retry' | 'archive';
const each = (ids: readonly number[], action: Action): Promise<unknown> =>
  Promise.all(ids.map((id) => call(`POST /api/assigner/prompts/:id/${action}`, { params: { id } })));

/** Stands only while something is chosen. */
export function ChosenBar(): VNode | null {
  const actions = useActions((error) => (problem.value = messageOf(error)));
  // What left the list isn't meant any more.
  const here = items.value.filter(({ id }) => chosen.value.has(id));
  if (here.length === 0) return null;
  const open = here.filter((prompt) => !isSettled(prompt)).map(({ id }) => id);
  const ended = here.filter(isSettled).map(({ id }) => id);
  const cancel = async (): Promise<void> => {
    const atWork = here.filter(({ status }) => status === 'in_progress').length;
    const isMeant = atWork === 0 || (await confirmAction(interrupts(atWork, open.length)));
    if (isMeant) later('cancelled', open, 'cancel');
  };
  const button = (label: string, ids: readonly number[], act: () => Promise<unknown>, look = ''): VNode => (
    <button
      type="button"
      class={`button button-small ${look}`.trim()}
      disabled={ids.length === 0}
      onClick={actions.press(act, label)}
    >
      {label} {ids.length > 0 && ids.length < here.length && ids.length}
    </button>
  );
  return (
    <div class="chosen-bar" role="toolbar" aria-label="Chosen prompts">
      <strong>{here.length} chosen</strong>
      {button('Cancel', open, cancel, 'button-danger')}
      {button('Run again', ended, async () => {
        await each(ended, 'retry');
        clear();
      })}
      {button('Archive', ended, async () => later('archived', ended, 'archive'))}
      <button type="button" class="button button-small button-quiet" onClick={clear}>
        Let go
      </button>
    </div>
  );
}

function later(done: string, ids: readonly number[], action: Action): void {
  clear();
  const what = ids.length === 1 ? `Prompt #${ids[0]} is` : `${counted(ids.length, 'prompt')} are`;
  void doLater({ text: `${what} ${done}`, keys: ids.map(keyOf), send: () => each(ids, action) });
}

const interrupts = (atWork: number, all: number) => ({
  title: `Cancel ${counted(all, 'prompt')}?`,
  text: `${atWork === 1 ? 'One of them is' : `${atWork} of them are`} being worked on: the agent is interrupted; what it did so far stays.`,
  action: 'Cancel them',
  keep: 'Leave them',
});
