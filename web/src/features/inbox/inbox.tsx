/** “Needs you”: the dialogs of agents that wait for a person, oldest first, and for a moment what became of them. */
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import type { Confirmation } from '../../../../api/document/api-types';
import { announce } from '../../ui/announcer';
import { decider, isWaiting, outcomeLook, subjectOf, titleOf, waitingOnes } from '../../app/confirmations';
import { on, state } from '../../app/state';
import { find } from '../../ui/dom';
import { mount } from '../../ui/mount';
import { InboxItem } from './inbox-item';
import { NotifyButton } from './notify';

/** Long enough to read what happened. */
const OUTCOME_MS = 6000;

/** Outcomes that are still shown, by their ids. Each keeps the height of its row: nothing moves under a pointer. */
const settled = signal<ReadonlyMap<number, Settled>>(new Map());
interface Settled {
  readonly asked: Confirmation;
  readonly height: number;
}
/** When the pointer last moved over the dialogs, unless it has left them. */
let pointedMs = -Infinity;
/** The ids of those that are on the page. */
let shown: ReadonlySet<number> = new Set();

export function startInbox(): void {
  const panel = find('#inbox', HTMLElement);
  const skipLink = find('#skip-to-inbox', HTMLElement);
  skipLink.addEventListener('click', (event) => {
    event.preventDefault();
    focusFirst();
  });
  on('confirmation', (asked, previous) => {
    if (isWaiting(asked) && !(previous && isWaiting(previous))) {
      announce(`${asked.session} needs you: ${titleOf(asked)}.`);
    }
    if (asked.status !== 'pending' && previous && shown.has(asked.id)) keepForAMoment(asked);
  });
  const hide = (isHidden: boolean): void => {
    panel.hidden = isHidden;
    skipLink.hidden = isHidden;
  };
  mount(<Inbox hide={hide} />, panel);
}

function keepForAMoment(asked: Confirmation): void {
  const height = document.querySelector(rowSelector(asked))?.getBoundingClientRect().height ?? 0;
  settled.value = new Map(settled.value).set(asked.id, { asked, height });
  announce(outcomeWords(asked));
  forgetLater(asked.id);
}

/** Not while the pointer is about to press something below it. */
function forgetLater(id: number): void {
  setTimeout(() => {
    if (performance.now() - pointedMs < OUTCOME_MS) forgetLater(id);
    else settled.value = new Map([...settled.value].filter(([each]) => each !== id));
  }, OUTCOME_MS);
}

function outcomeWords(asked: Confirmation): string {
  const who = decider(asked);
  return `${outcomeLook(asked).label}${who ? ` ${who}` : ''}: ${subjectOf(asked)}.`;
}

function itemsOf(waiting: readonly Confirmation[]): Confirmation[] {
  // One whose answer is under way keeps its place until the answer is known.
  const underWay = [...state.confirmations.values()].filter(({ id, decided_by: by }) => by && shown.has(id));
  const settledOnes = [...settled.value.values()].map(({ asked }) => asked);
  return [...waiting, ...underWay, ...settledOnes].sort(
    (a, b) => Date.parse(a.created_at) - Date.parse(b.created_at) || a.id - b.id,
  );
}

function Inbox({ hide }: { hide: (isHidden: boolean) => void }): VNode {
  const focused = document.activeElement?.closest('.ask');
  const waiting = waitingOnes();
  const items = itemsOf(waiting);
  shown = new Set(items.map(({ id }) => id));
  useLayoutEffect(() => {
    hide(items.length === 0);
    // Not to the next one: a key pressed once too often would answer what nobody has read.
    if (focused && !focused.isConnected) focusBy(items.length ? '#inbox-title' : '#content');
  });
  return (
    <>
      <div class="panel-head">
        <h2
          id="inbox-title"
          tabIndex={-1}
          onKeyDown={({ key }) => {
            if (key === 'ArrowDown') focusFirst();
          }}
        >
          Needs you{' '}
          <span class="count" id="inbox-count">
            {waiting.length || ''}
          </span>
        </h2>
        <div class="panel-actions" id="inbox-actions">
          <NotifyButton />
        </div>
      </div>
      <ol
        id="inbox-list"
        class="asks"
        onKeyDown={moveByArrows}
        onPointerMove={() => (pointedMs = performance.now())}
        onPointerLeave={() => (pointedMs = -Infinity)}
      >
        {items.map((asked) => (
          <InboxItem key={asked.id} asked={asked} height={settled.value.get(asked.id)?.height ?? 0} />
        ))}
      </ol>
    </>
  );
}

const rowSelector = ({ id }: Confirmation): string => `.ask[data-confirmation="${id}"]`;
const focusBy = (selector: string): void => document.querySelector<HTMLElement>(selector)?.focus();
const focusFirst = (): void => focusBy('#inbox-list > .ask');

/** Up and down go from one to the next; from the title, down goes to the first. */
function moveByArrows(event: KeyboardEvent): void {
  const { key, target } = event;
  if (key !== 'ArrowDown' && key !== 'ArrowUp') return;
  if (!(target instanceof Element) || !target.matches('.ask')) return;
  event.preventDefault();
  const next = key === 'ArrowDown' ? target.nextElementSibling : target.previousElementSibling;
  if (next instanceof HTMLElement) next.focus();
}
