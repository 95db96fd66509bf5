/** What is done with the chosen files, and with the comments. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call, messageOf } from '../../app/api';
import { may } from '../../app/permissions';
import { useActions } from '../../ui/actions';
import { counted } from '../../ui/text';
import { choose, chosen, chosenFiles, read, review, sessionName } from './model';
import { inOrder } from './comments';
import { hindrance, openSend } from './send';
import { saidTwice } from './twice';

interface Said {
  readonly text: string;
  readonly tone: 'ok' | 'bad';
  /** What can be brought back. */
  readonly discard?: string;
}

const later = <T,>(part: Promise<T>, use: (loaded: T) => void): void => void part.then(use, () => undefined);

/** @throws ApiError */
async function discardFiles(files: readonly { path: string; version: string }[]) {
  const named = files.map(({ path, version }) => ({ path, version }));
  return saidTwice(
    (isSaidTwice) =>
      call('POST /api/sessions/:name/review/discard', {
        params: { name: sessionName },
        body: { files: named, while_at_work: isSaidTwice },
      }),
    { title: 'Discard all the same?', action: 'Discard' },
  );
}

/** @throws ApiError */
export const undo = (id: string) =>
  saidTwice(
    (isSaidTwice) =>
      call('POST /api/sessions/:name/review/discards/:id/undo', {
        params: { name: sessionName, id },
        body: { while_at_work: isSaidTwice },
      }),
    { title: 'Bring it back all the same?', action: 'Bring back' },
  );

export function ReviewBar(): VNode {
  const said = useSignal<Said | null>(null);
  const actions = useActions(
    (error) => {
      said.value = { text: messageOf(error), tone: 'bad' };
      void read();
    },
    () => (said.value = null),
  );
  const files = chosenFiles.value;
  const discard = async (): Promise<void> => {
    const done = await discardFiles(files);
    if (done === undefined) return;
    said.value = { text: `Discarded ${counted(done.paths.length, 'file')}.`, tone: 'ok', discard: done.id };
    await read();
  };
  const bringBack = async (id: string): Promise<void> => {
    const done = await undo(id);
    if (done) said.value = { text: `${counted(done.paths.length, 'file')} brought back.`, tone: 'ok' };
    await read();
  };
  const say = (text: string): void => void (said.value = { text, tone: 'ok' });
  const discarded = said.value?.discard;
  return (
    <>
      <div class="review-bar">
        {sessionName !== '' && <SessionActions say={say} discard={actions.press(discard, 'discard')} />}
        <SendButton />
      </div>
      <p
        class="panel-message review-said-line"
        role="status"
        data-tone={said.value?.tone}
        hidden={!said.value}
      >
        {said.value?.text}{' '}
        {discarded !== undefined && (
          <button
            type="button"
            class="button button-small"
            id="review-undo"
            onClick={actions.press(() => bringBack(discarded), 'undo')}
          >
            Undo
          </button>
        )}
      </p>
    </>
  );
}

interface SessionProps {
  readonly say: (text: string) => void;
  readonly discard: (event: MouseEvent) => void;
}

function SessionActions({ say, discard }: SessionProps): VNode {
  const all = (review.value?.files ?? []).filter(({ held }) => held === null);
  const count = chosenFiles.value.length;
  const isOff = count === 0 || review.value?.unfinished !== null;
  return (
    <>
      <label class="terminal-check">
        <input
          type="checkbox"
          id="review-all"
          checked={count > 0 && count === all.length}
          disabled={all.length === 0}
          onChange={({ currentTarget }) =>
            choose([...chosen.peek(), ...all.map(({ path }) => path)], currentTarget.checked)
          }
        />
        {count > 0 ? `${count} chosen` : 'All'}
      </label>
      <button
        type="button"
        class="button button-small"
        id="review-commit-open"
        disabled={isOff || !may('files:write')}
        onClick={() => later(import('./commit'), ({ openCommit }) => openCommit(say))}
      >
        Commit…
      </button>
      <button
        type="button"
        class="button button-small button-danger"
        id="review-discard"
        disabled={isOff || !may('files:write')}
        onClick={discard}
      >
        Discard
      </button>
      <PullRequestButton />
    </>
  );
}

function PullRequestButton(): VNode {
  const { branch, project_id: project } = review.value ?? {};
  const why =
    branch == null
      ? 'No branch is checked out there.'
      : project == null
        ? 'This session belongs to no project, whose repository and token a pull request takes.'
        : '';
  return (
    <button
      type="button"
      class="button button-small"
      id="review-pull-open"
      disabled={why !== '' || !may('work:write')}
      title={why || undefined}
      onClick={() => later(import('./pull-request'), ({ openPullRequest }) => openPullRequest())}
    >
      Pull request…
    </button>
  );
}

function SendButton(): VNode {
  const count = inOrder.value.length;
  const why = hindrance();
  return (
    <button
      type="button"
      class="button button-small button-primary"
      id="review-send-open"
      disabled={count === 0 || why !== '' || !may('prompts:write')}
      title={why || (count === 0 ? 'Comment on lines first: press one.' : undefined)}
      onClick={openSend}
    >
      {count === 0 ? 'Send comments…' : `Send ${counted(count, 'comment')}…`}
    </button>
  );
}
