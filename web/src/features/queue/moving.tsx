/** Moving waiting prompts among those of their priority. Loaded with the first move. */
import type { VNode } from 'preact';
import { call, messageOf, type Body } from '../../app/api';
import type { Prompt } from '../../app/state';
import { announce } from '../../ui/announcer';
import { Dialog, openDialog } from '../../ui/dialog';
import { fail } from '../../ui/undo';
import { isWaiting, positionWords } from './order';
import { items, more, reload, take, total } from './queue-list';
import './moving.css';

type Place = Body<'POST /api/assigner/prompts/:id/move'>;

/** One after the other: a key that is held down moves by one from where the last move led. */
let last: Promise<unknown> = Promise.resolve();
const inTurn = (does: () => Promise<void>): Promise<void> => {
  const turn = last.then(does);
  last = turn;
  return turn;
};

const known = (id: number): Prompt | undefined => items.peek().find((prompt) => prompt.id === id);
/** Those among which it can be moved, as they are shown. */
const among = (prompt: Prompt): readonly Prompt[] =>
  items.peek().filter((other) => isWaiting(other) && other.priority === prompt.priority);

export const moveBy = (id: number, step: 1 | -1): Promise<void> =>
  inTurn(async () => {
    const prompt = known(id);
    if (!prompt || !isWaiting(prompt)) {
      announce(`Prompt ${id} does not wait in the queue.`);
      return;
    }
    const next = async (): Promise<Prompt | undefined> => {
      const others = among(prompt);
      const found = others[others.findIndex((one) => one.id === id) + step];
      if (found || step < 0 || items.peek().length >= total.peek()) return found;
      const before = items.peek().length;
      await more();
      return items.peek().length > before ? next() : undefined;
    };
    const other = await next();
    if (!other) {
      const end = step < 0 ? 'first' : 'last';
      announce(`Prompt ${id} is the ${end} of priority ${prompt.priority}.`);
      return;
    }
    await send(id, step < 0 ? { before: other.id } : { after: other.id });
  });

export const moveTo = (id: number, place: Place): Promise<void> => inTurn(() => send(id, place));

async function send(id: number, place: Place): Promise<void> {
  const focus = focusIn(id);
  try {
    const { rank, priority, position, reason } = await call('POST /api/assigner/prompts/:id/move', {
      params: { id },
      body: place,
    });
    const prompt = known(id);
    if (prompt) take({ ...prompt, rank, priority, position, reason });
    announce(`Prompt ${id} is at position ${position?.position} of ${position?.of}.`);
  } catch (error) {
    fail(messageOf(error));
    await reload();
  }
  focus();
}

/** What had the focus in its row has it again: where a row goes, the browser takes it away. */
function focusIn(id: number): () => void {
  const row = `#queue-rows [data-prompt="${id}"]`;
  const here = document.activeElement;
  if (!here?.closest(row)) return () => undefined;
  const inRow = here.matches('[data-move]') ? '[data-move]' : '[data-opens]';
  return () =>
    // Drawn by then.
    void requestAnimationFrame(() => {
      const again = document.querySelector<HTMLElement>(`${row} ${inRow}`);
      again?.focus({ preventScroll: true });
      again?.closest('tr')?.scrollIntoView({ block: 'nearest' });
    });
}

const WAYS: readonly { readonly label: string; readonly go: (id: number) => Promise<void> }[] = [
  { label: 'To the first place', go: (id) => moveTo(id, { to: 'first' }) },
  { label: 'Up', go: (id) => moveBy(id, -1) },
  { label: 'Down', go: (id) => moveBy(id, 1) },
  { label: 'To the last place', go: (id) => moveTo(id, { to: 'last' }) },
];

/** The same without dragging; stays open, for more than one step. */
export const openMenu = (id: number): void =>
  void openDialog((close) => (
    <Dialog id="move" title={`Move prompt #${id}`} class="dialog-small" onClose={close}>
      <div class="dialog-body move-menu">
        <Where id={id} />
        {WAYS.map(({ label, go }) => (
          <button key={label} type="button" class="button" onClick={() => void go(id)}>
            {label}
          </button>
        ))}
      </div>
    </Dialog>
  ));

function Where({ id }: { id: number }): VNode {
  const prompt = items.value.find((one) => one.id === id);
  const words = prompt && positionWords(prompt);
  return (
    <p role="status">
      {words
        ? `Position ${words}. It is moved among those of priority ${prompt.priority}.`
        : 'It does not wait in the queue any more.'}
    </p>
  );
}
