/** Drafts whose tabs are gone: taken up here, or thrown away. Loaded where there may be some. */
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { randomKey } from '../../app/idempotency';
import { whoLooks } from '../../app/permissions';
import { localTime } from '../../ui/duration';
import { firstLine } from '../../ui/text';
import { doLater, isLeaving } from '../../ui/undo';
import {
  allIds,
  type Answered,
  type Asked,
  beginAnew,
  channel,
  type KeptDraft,
  onGone,
  ownId,
  read,
  write,
} from './kept-drafts';
import './left-drafts.css';

const MOST = 20;
const KEPT_MS = 30 * 24 * 3_600_000;
/** So long other tabs have to say which drafts are theirs. */
const ANSWER_MS = 200;
const SHOWN_CHARS = 80;

interface LeftDraft extends KeptDraft {
  readonly id: string;
}

/** The newest first. */
const left = signal<readonly LeftDraft[]>([]);
const forget = (id: string): void => void (left.value = left.peek().filter((one) => one.id !== id));

const me = randomKey();
let living = new Set<string>();

/** @param copied this tab is a copy of another one, which has the draft */
export function startLeftDrafts(copied: () => void): void {
  channel.addEventListener('message', ({ data }: MessageEvent<Asked | Answered>) => {
    if ('ask' in data || data.to !== me) return;
    living.add(data.has);
    if (data.has === ownId) copied();
  });
  onGone(forget);
  const look = (): void => {
    living = new Set();
    channel.postMessage({ ask: me } satisfies Asked);
    setTimeout(() => void offer(), ANSWER_MS);
  };
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) look();
  });
  look();
}

async function offer(): Promise<void> {
  const others = allIds().flatMap((id): LeftDraft[] => {
    const draft = id === ownId || living.has(id) ? null : read(id);
    return draft ? [{ ...draft, id }] : [];
  });
  const fresh = others.filter(({ at }) => Date.now() - at < KEPT_MS).sort((a, b) => b.at - a.at);
  const shown = fresh.slice(0, MOST);
  for (const one of others) if (!shown.includes(one)) write(one.id, null);
  // A page that can't ask offers those of which it isn't known whose they are.
  const who = shown.length > 0 ? await whoLooks().catch(() => null) : null;
  left.value = shown.filter(({ by }) => by === null || by === who?.name);
}

/**
 * Makes it the draft of this tab. What is written here is offered in its place.
 * @returns null where another tab was faster
 */
function takeUp(id: string): KeptDraft | null {
  const [draft, own] = [read(id), read(ownId)];
  write(id, null);
  forget(id);
  if (!draft) return null;
  if (own) left.value = [{ ...own, id: ownId }, ...left.peek()];
  beginAnew();
  write(ownId, draft);
  return draft;
}

const keyOf = (id: string): string => `draft ${id}`;

interface Props {
  /** Before one is taken up: what is written is to be kept. */
  readonly keep: () => void;
  readonly show: (draft: KeptDraft) => void;
}

export function LeftDrafts({ keep, show }: Props): VNode | null {
  const offered = left.value.filter(({ id }) => !isLeaving(keyOf(id)));
  const [first] = offered;
  if (!first) return null;
  const take = (): void => {
    keep();
    const draft = takeUp(first.id);
    if (draft) show(draft);
  };
  const remove = (): Promise<boolean> =>
    doLater({
      text: 'The draft is thrown away',
      keys: [keyOf(first.id)],
      async send() {
        write(first.id, null);
        forget(first.id);
      },
    });
  return (
    <div id="draft-left" class="notice draft-left" role="status">
      <span>
        A draft of {localTime(new Date(first.at).toISOString())} was not sent:{' '}
        <q>{firstLine(first.text).slice(0, SHOWN_CHARS)}</q>
        {offered.length > 1 && ` (and ${offered.length - 1} more)`}
      </span>
      <button type="button" class="button button-small" onClick={take}>
        Take it up
      </button>
      <button type="button" class="button button-small button-quiet" onClick={() => void remove()}>
        Throw it away
      </button>
    </div>
  );
}
