/** What is done with all the prompts that were chosen. Loaded with the first of them. */
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { type Body, call, messageOf } from '../../app/api';
import { isSettled } from '../../app/labels';
import type { Prompt } from '../../app/state';
import { useActions } from '../../ui/actions';
import { confirmAction, openDialog } from '../../ui/dialog';
import { counted } from '../../ui/text';
import { doLater, fail } from '../../ui/undo';
import { keyOf } from './keys';
import { items, problem } from './queue-list';
import { chosen, clear } from './selection';

export type Change = Body<'POST /api/assigner/prompts/batch'>;
/** So many are changed in one request. */
const MOST = 500;

/** What the last change left undone, and why. */
const left = signal<readonly { readonly id: number; readonly why: string }[]>([]);

async function send(change: Change): Promise<void> {
  left.value = [];
  const { items: done } = await call('POST /api/assigner/prompts/batch', { body: change });
  left.value = done.flatMap(({ id, error }) => (error ? [{ id, why: error.message }] : []));
}

/** Does it in two seconds, unless it is taken back. `done`: what they are then, such as `cancelled`. */
export function changeLater(done: string, change: Change): void {
  clear();
  const { ids } = change;
  const what = ids.length === 1 ? `Prompt #${ids[0]} is` : `${counted(ids.length, 'prompt')} are`;
  void doLater({ text: `${what} ${done}`, keys: ids.map(keyOf), send: () => send(change) });
}

const notLoaded = (): void => fail('A part of this page could not be loaded. Load the page again.');

/** Stands only while something is chosen, or was not done. */
export function ChosenBar(): VNode {
  return (
    <>
      <Chosen />
      <Left />
    </>
  );
}

function Chosen(): VNode | null {
  const actions = useActions((error) => (problem.value = messageOf(error)));
  // What left the list isn't meant any more.
  const here = items.value.filter(({ id }) => chosen.value.has(id)).slice(0, MOST);
  if (here.length === 0) return null;
  const open = here.filter((prompt) => !isSettled(prompt));
  const ended = here.filter(isSettled);
  const ids = (prompts: readonly Prompt[]): number[] => prompts.map(({ id }) => id);
  const cancel = async (): Promise<void> => {
    if (await mayInterrupt(open, 'Cancel')) changeLater('cancelled', { action: 'cancel', ids: ids(open) });
  };
  const withForm = (form: 'ReassignDialog' | 'PriorityDialog') => async (): Promise<void> => {
    const forms = await import('./change-dialogs').catch(notLoaded);
    const Form = forms?.[form];
    if (Form) openDialog((close) => <Form prompts={open} close={close} />);
  };
  const button = (label: string, those: readonly Prompt[], act: () => Promise<unknown>, look = ''): VNode => (
    <button
      type="button"
      class={`button button-small ${look}`.trim()}
      disabled={those.length === 0}
      onClick={actions.press(act, label)}
    >
      {label} {those.length > 0 && those.length < here.length && those.length}
    </button>
  );
  return (
    <div class="chosen-bar" role="toolbar" aria-label="Chosen prompts">
      <strong>{here.length} chosen</strong>
      {button('Cancel', open, cancel, 'button-danger')}
      {button('Reassign', open, withForm('ReassignDialog'))}
      {button('Priority', open, withForm('PriorityDialog'))}
      {button('Run again', ended, async () => {
        await send({ action: 'retry', ids: ids(ended) });
        clear();
      })}
      {button('Archive', ended, async () => changeLater('archived', { action: 'archive', ids: ids(ended) }))}
      <button type="button" class="button button-small button-quiet" onClick={clear}>
        Let go
      </button>
    </div>
  );
}

function Left(): VNode | null {
  if (left.value.length === 0) return null;
  return (
    <div class="chosen-left" role="alert">
      <p>
        <strong>{counted(left.value.length, 'prompt')} stayed as before:</strong>
      </p>
      <ul>
        {left.value.map(({ id, why }) => (
          <li key={id}>
            <a href={`#/prompt/${id}`}>#{id}</a> {why}
          </li>
        ))}
      </ul>
      <button type="button" class="button button-small button-quiet" onClick={() => (left.value = [])}>
        Close
      </button>
    </div>
  );
}

/** Only work that is going on is asked about: the rest loses nothing. */
export async function mayInterrupt(prompts: readonly Prompt[], action: string): Promise<boolean> {
  const atWork = prompts.filter(({ status }) => status === 'in_progress').length;
  if (atWork === 0) return true;
  return confirmAction({
    title: `${action} ${counted(prompts.length, 'prompt')}?`,
    text: `${atWork === 1 ? 'One of them is' : `${atWork} of them are`} being worked on: the agent is interrupted; what it did so far stays.`,
    action: `${action} them`,
    keep: 'Leave them',
  });
}
