/** The page: what is reviewed, its files, and the lines of one of them. */
import type { VNode } from 'preact';
import { useActions } from '../../ui/actions';
import { readable } from '../../app/clean';
import { Problem } from '../../ui/notice';
import { counted } from '../../ui/text';
import { LiveTime } from '../../ui/time';
import { messageOf } from '../../app/api';
import { ReviewBar, undo } from './bar';
import { FileList } from './file-list';
import { FileView } from './file-view';
import {
  files,
  isOld,
  isReading,
  problem,
  prompt,
  promptId,
  promptNote,
  read,
  review,
  sessionName,
} from './model';

export function ReviewPage(): VNode {
  const all = files.value;
  return (
    <>
      <section class="panel review-side" aria-labelledby="review-title">
        <div class="panel-head">
          <h2 id="review-title">
            <Title />
          </h2>
          <button
            type="button"
            class="button button-small"
            id="review-read"
            data-reads
            disabled={isReading.value}
            onClick={() => void read()}
          >
            Read again
          </button>
        </div>
        <Problem class="panel-message panel-message-bad" id="review-problem" text={problem.value} />
        <Standing />
        {all !== null && <ReviewBar />}
        {all === null && isReading.value && <p class="empty">Looking at the files…</p>}
        {all?.length === 0 && <Nothing />}
        {all !== null && all.length > 0 && <FileList />}
        <Discards />
      </section>
      <FileView />
    </>
  );
}

function Title(): VNode {
  if (!promptId && sessionName === '') return <>Files</>;
  return promptId ? (
    <>
      Changes of <a href={`./queue.html#/prompt/${promptId}`}>prompt #{promptId}</a>
    </>
  ) : (
    <>
      Files of{' '}
      <a href={`./session.html?${new URLSearchParams({ name: sessionName }).toString()}`}>{sessionName}</a>
    </>
  );
}

function Standing(): VNode | null {
  const now = review.value;
  if (now === null) return <PromptStanding />;
  return (
    <div class="panel-body review-standing">
      <p>
        <strong>{counted(now.total, 'file')}</strong> differ from the last commit
        {now.head !== null && <span class="mono"> {now.head.slice(0, 10)}</span>}
        {now.branch !== null ? ` of ${now.branch}` : ', on no branch'}{' '}
        <span class="mono muted">{readable(now.top)}</span>
      </p>
      {now.note && <p class="muted">{now.note}.</p>}
      {now.unfinished && (
        <p class="notice notice-warn">
          {now.unfinished} is under way there: end it before you commit or discard.
        </p>
      )}
      {now.at_work.length > 0 && (
        <p class="notice notice-warn">
          {now.at_work.join(', ')} {now.at_work.length === 1 ? 'is' : 'are'} at work there, or may be: files
          change while you read.
        </p>
      )}
      {isOld.value && now.at_work.length === 0 && (
        <p class="notice">An agent was at work since this was read. Read it again to see what it did.</p>
      )}
    </div>
  );
}

function PromptStanding(): VNode | null {
  const session = prompt.value?.assigned_session ?? null;
  if (prompt.value === null) return null;
  return (
    <div class="panel-body review-standing">
      <p class="muted">As it was recorded when the turn ended: other prompts may have had a part in it.</p>
      {promptNote.value && <p class="muted">{readable(promptNote.value)}.</p>}
      {session !== null && (
        <p>
          <a href={`./review.html?${new URLSearchParams({ session }).toString()}`}>
            The directory of {session} as it is now
          </a>{' '}
          can be committed or discarded.
        </p>
      )}
    </div>
  );
}

const Nothing = (): VNode => (
  <p class="empty" id="review-nothing">
    {promptId
      ? 'Nothing is known to have changed while this prompt was at work.'
      : 'Everything there is as it was in the last commit. What an agent changes is here when you read it again.'}
  </p>
);

function Discards(): VNode | null {
  const kept = review.value?.discards ?? [];
  const actions = useActions((error) => (problem.value = messageOf(error)));
  if (kept.length === 0) return null;
  return (
    <details class="panel-body review-discards">
      <summary>{counted(kept.length, 'discard')} can be brought back</summary>
      <ul>
        {kept.map(({ id, paths, by, discarded_at: moment, until }) => (
          <li key={id} data-discard={id}>
            <span>
              {counted(paths.length, 'file')}, by {by}, <LiveTime kind="ago" at={moment} />{' '}
              <span class="muted mono">{paths.slice(0, 3).map(readable).join(', ')}</span>{' '}
              <span class="muted">
                until <LiveTime kind="ago" at={until} />
              </span>
            </span>
            <button
              type="button"
              class="button button-small"
              onClick={actions.press(() => undo(id).then(read), id)}
            >
              Bring back
            </button>
          </li>
        ))}
      </ul>
    </details>
  );
}
