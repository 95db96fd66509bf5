/** The table of prompts with its filter. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useCallback, useRef } from 'preact/hooks';
import { messageOf } from '../../app/api';
import { SETTLED } from '../../app/labels';
import { on, type Prompt, state } from '../../app/state';
import { useActions } from '../../ui/actions';
import { flag } from '../../ui/attributes';
import { find } from '../../ui/dom';
import { mount } from '../../ui/mount';
import { Problem } from '../../ui/notice';
import { useWindow } from '../../ui/windowed';
import { openId } from '../receipt/address';
import { archiveSettled } from './archive';
import { compose } from './compose';
import { filter, isFiltered, setFilter, shows } from './filter';
import { startMoveKeys } from './move-handle';
import { canMove, followPositions } from './order';
import { QueueFilter } from './queue-filter';
import { items, loaded, more, problem, reload, restart, take, total } from './queue-list';
import { QueueRow } from './queue-row';
import { ChosenBar, startSelection } from './selection';

/** As in css/tokens.css, of all that have no long warning; with the line below it. */
const rowHeight = (): number => (matchMedia('(pointer: coarse)').matches ? 44 : 38) + 1;

/** `canCompose`: with the button that opens the form for a new prompt. */
export function startQueue({ canCompose = false } = {}): void {
  mount(<Queue canCompose={canCompose} />, find('#queue', HTMLElement));
  startSelection();
  startMoveKeys();
  followPositions(() => [...openPrompt(), ...items.peek()]);
  on('state', () => void reload());
  on('prompt', take);
  let shown = filter.peek();
  filter.subscribe((wanted) => {
    // The first list is read when the event stream is open.
    if (wanted !== shown) void restart();
    shown = wanted;
  });
}

/** The one whose receipt is shown, which the filter may leave out. */
function openPrompt(): Prompt[] {
  const prompt = state.prompts.get(openId.peek());
  return prompt ? [prompt] : [];
}

/** Sets the status filter from elsewhere on the page. */
export function showStatus(status: string): void {
  setFilter({ status });
  find('#queue', HTMLElement).scrollIntoView({ block: 'start' });
}

function Queue({ canCompose }: { canCompose: boolean }): VNode {
  const said = useSignal('');
  const actions = useActions((error) => (problem.value = messageOf(error)));
  const count = items.value.length;
  const ofAll = count < total.value ? `${count} of ${total.value}` : total.value || '';
  const settled = SETTLED.filter((status) => shows(filter.value, status));
  return (
    <>
      <div class="panel-head">
        <h2 id="queue-title">
          Prompts{' '}
          <span class="count" id="queue-count">
            {loaded.value && ofAll}
          </span>
        </h2>
        <QueueFilter />
        {canCompose && <NewPrompt />}
      </div>
      <Problem id="queue-error" class="panel-message panel-message-bad" text={problem.value} />
      <ChosenBar />
      <PromptTable hidden={count === 0} onEnd={() => count < total.value && void more()} />
      {loaded.value && count === 0 && <Empty />}
      <div class="panel-foot">
        <button
          class="button button-small"
          type="button"
          id="queue-more"
          hidden={count >= total.value}
          onClick={() => void more()}
        >
          Show more
        </button>
        <button
          class="button button-small button-quiet"
          type="button"
          id="queue-archive"
          hidden={count === 0 || settled.length === 0}
          onClick={actions.press(() => archiveSettled(settled, said))}
        >
          Archive settled
        </button>
        <p id="queue-said" class="muted" role="status" hidden={!said.value}>
          {said}
        </p>
      </div>
    </>
  );
}

const NewPrompt = (): VNode => (
  <button
    type="button"
    class="button button-small button-primary"
    id="prompt-new"
    onClick={() => void compose()}
  >
    New prompt
  </button>
);

function PromptTable({ hidden, onEnd }: { hidden: boolean; onEnd: () => void }): VNode {
  const box = useRef<HTMLDivElement>(null);
  const prompts = items.value;
  const keyOf = useCallback((index: number) => prompts[index]?.id ?? index, [prompts]);
  const { rows, before, after, measure } = useWindow({
    ...{ count: prompts.length, rowHeight: rowHeight(), keyOf, box, onEnd },
  });
  return (
    <div class="prompts-box" data-apart data-moves={flag(canMove.value)} hidden={hidden} ref={box}>
      <table class="prompts" role="table" aria-labelledby="queue-title">
        <thead role="rowgroup">
          <tr role="row">
            <th role="columnheader" scope="col">
              Status
            </th>
            <th role="columnheader" scope="col">
              Prompt
            </th>
            <th role="columnheader" scope="col">
              Session
            </th>
            <th role="columnheader" scope="col" class="number">
              Priority
            </th>
            <th role="columnheader" scope="col" class="number">
              Age
            </th>
          </tr>
        </thead>
        <Room key="before" pixels={before} />
        <tbody key="rows" id="queue-rows" role="rowgroup" data-list>
          {rows.map(({ index }) => {
            const prompt = prompts[index];
            return prompt && <QueueRow key={prompt.id} prompt={prompt} index={index} measure={measure} />;
          })}
        </tbody>
        <Room key="after" pixels={after} />
      </table>
    </div>
  );
}

/** Stands for rows that are not rendered. */
const Room = ({ pixels }: { pixels: number }): VNode | null =>
  pixels > 0 ? <tbody aria-hidden="true" style={{ display: 'block', height: `${pixels}px` }} /> : null;

function Empty(): VNode {
  if (isFiltered(filter.value)) {
    return (
      <div id="queue-empty" class="empty">
        <p>No prompt matches this filter.</p>
        <button
          type="button"
          class="button button-small"
          onClick={() => setFilter({ status: '', q: '', order: '' })}
        >
          Show all prompts
        </button>
      </div>
    );
  }
  const hasSession = state.sessions.size > 0;
  return (
    <div id="queue-empty" class="empty">
      <p>
        <strong>Nothing is queued yet.</strong>
      </p>
      <ol class="first-steps">
        <li data-done={hasSession || undefined}>
          {hasSession ? 'There are sessions to work.' : 'Make sessions: press “Make the standard sessions”.'}
        </li>
        <li>Write what an agent should do under “Queue a prompt”, then press Ctrl+Enter.</li>
        <li>Watch it here. A click on a prompt opens its receipt: every step, with time and reason.</li>
      </ol>
    </div>
  );
}
