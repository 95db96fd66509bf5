/** “Needs you”: everything that waits for a person, one row each, one of them open. */
import type { VNode } from 'preact';
import { useLayoutEffect } from 'preact/hooks';
import { answerWords, decider, subjectOf, titleOf } from '../../app/confirmations';
import { on, state } from '../../app/state';
import { at } from '../../app/root';
import { announce } from '../../ui/announcer';
import { find } from '../../ui/dom';
import { mount } from '../../ui/mount';
import { Bulk } from './bulk';
import { listKeys } from './keys';
import { loadDetail } from './lazy-detail';
import { entries, followDialogs, isRead, openId, outcomes, pointer, readFurther, startList } from './list';
import { NotifyButton } from './notify';
import { NeedRow } from './row';

/** The first page has room for so many. */
const SHOWN_AT_FIRST = 8;

interface NeedsProps {
  /** All of them, page by page; else the first, with a link to the rest. Where there is nothing that is said. */
  readonly all: boolean;
  readonly hide?: (isHidden: boolean) => void;
}

export function startNeeds(props: Omit<NeedsProps, 'hide'>): void {
  const panel = find('#needs', HTMLElement);
  const skipLink = document.querySelector<HTMLElement>('#skip-to-needs');
  skipLink?.addEventListener('click', (event) => {
    event.preventDefault();
    focusBy('#needs-list .need-open');
  });
  on('needs', ({ items }, previous) => {
    const known = new Set(previous?.items.map(({ id }) => id));
    const news = previous ? items.filter(({ id }) => !known.has(id)) : [];
    if (news.length > 0) announce(news.map(({ title }) => `${title}.`).join(' '));
  });
  followDialogs((asked) => {
    const who = decider(asked);
    const parts = [
      answerWords(asked),
      titleOf(asked),
      who,
      asked.session,
      subjectOf(asked),
      asked.resolution,
    ];
    // What a question is about is the question itself.
    return [...new Set(parts)].filter(Boolean).join(' · ');
  });
  startList({ opensFirst: true });
  openFromAddress();
  window.addEventListener('hashchange', openFromAddress);
  const hide = (isHidden: boolean): void => {
    panel.hidden = isHidden && !props.all;
    if (skipLink) skipLink.hidden = isHidden;
  };
  mount(<Needs {...props} hide={hide} />, panel);
}

/** `needs.html#/dialog-7`: where a message leads to. */
function openFromAddress(): void {
  const [, id] = /^#\/([a-z]+(?:-[a-z]+)?-.+)$/.exec(decodeURIComponent(location.hash)) ?? [];
  if (id !== undefined && !id.startsWith('prompt/')) openId.value = id;
}

function Needs({ all, hide }: NeedsProps): VNode {
  const rows = entries.value;
  if (rows.length > 0) loadDetail();
  const total = state.needs?.total ?? 0;
  const shown = all ? rows : rows.slice(0, SHOWN_AT_FIRST);
  const inRows = shown.reduce((sum, { needs }) => sum + needs.length, 0);
  const left = Math.max(0, total - inRows + outcomes.value.size);
  const hadFocus = document.activeElement?.closest('.need') ?? null;
  useLayoutEffect(() => {
    hide?.(rows.length === 0);
    // Not to the next one's answers: a key pressed once too often would answer what nobody has read.
    if (hadFocus && !hadFocus.isConnected) focusBy(rows.length ? '#needs-title' : '#content');
  });
  return (
    <>
      <div class="panel-head">
        <h2 id="needs-title" tabIndex={-1}>
          Needs you{' '}
          <span class="count" id="needs-count">
            {total || ''}
          </span>
        </h2>
        <div class="panel-actions" id="needs-actions">
          <NotifyButton />
        </div>
      </div>
      <Bulk />
      {all && rows.length === 0 && <Nothing />}
      <ol
        id="needs-list"
        class="needs"
        onKeyDown={listKeys}
        onPointerMove={() => (pointer.movedMs = performance.now())}
        onPointerEnter={() => (isRead.value = true)}
        onPointerLeave={() => {
          pointer.movedMs = -Infinity;
          isRead.value = false;
        }}
      >
        {shown.map((entry) => (
          <NeedRow key={entry.id} entry={entry} />
        ))}
      </ol>
      {left > 0 && <Rest all={all} left={left} />}
    </>
  );
}

const Rest = ({ all, left }: { all: boolean; left: number }): VNode => (
  <p class="needs-rest">
    {all ? (
      <button type="button" class="button button-small" onClick={() => void readFurther()}>
        Show more
      </button>
    ) : (
      <a href={at('/needs.html')}>{left} more</a>
    )}
  </p>
);

const Nothing = (): VNode => (
  <div class="empty">
    <strong>Nothing needs you.</strong>
    <span>
      Permissions and questions of agents come here, prompts that failed or ask back, plans that wait for a
      decision, and what is wrong with the machine. Messages about them go by the channels of{' '}
      <a href={at('/alerts.html')}>Alerts</a>.
    </span>
  </div>
);

const focusBy = (selector: string): void => document.querySelector<HTMLElement>(selector)?.focus();
