/** The last hours of the session's screen: the screen, the line of time below it, and what plays it. */
import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { call, messageOf } from '../../app/api';
import { useActions } from '../../ui/actions';
import { Choices } from '../../ui/choices';
import { confirmAction } from '../../ui/dialog';
import { exactTime, localTime } from '../../ui/duration';
import { Problem } from '../../ui/notice';
import { CopyButton } from '../code/copy-button';
import { name } from '../terminal/model';
import { type Mark, markMs, markTitle, markWords } from './marks';
import * as player from './player';
import { SPANS } from './scale';
import { RecordedScreen } from './screen';
import { TimeLine } from './time-line';

const MOST_MARKS = 100;

export function PlaybackPanel({ close }: { close: () => void }): VNode {
  const { reason } = player.recording.value ?? {};
  return (
    <section class="panel playback" id="playback" aria-labelledby="playback-title">
      <div class="panel-head">
        <h2 id="playback-title" tabIndex={-1}>
          Playback
        </h2>
        <Moment />
        <button type="button" class="close" aria-label="Close playback" onClick={close}>
          ×
        </button>
      </div>
      <Problem class="notice notice-bad playback-notice" text={player.problem.value} />
      <p class="notice notice-warn playback-notice" id="playback-reason" role="status" hidden={!reason}>
        {reason && `Not recorded now: ${reason.message}`}
      </p>
      <RecordedScreen />
      <TimeLine />
      <Controls />
      <Marks />
      <Keeping />
    </section>
  );
}

function Moment(): VNode {
  const iso = new Date(player.positionMs.value).toISOString();
  return (
    <p class="playback-moment">
      <time id="playback-time" dateTime={iso}>
        {exactTime(iso)}
      </time>
      {!player.isRecorded.value && player.recording.value && <span class="muted"> · not recorded</span>}
    </p>
  );
}

function Controls(): VNode {
  const marks = player.recording.value?.marks ?? [];
  const link = new URL(location.href);
  link.searchParams.set('at', new Date(player.positionMs.value).toISOString());
  return (
    <div class="playback-controls">
      <button
        type="button"
        class="button button-primary"
        id="playback-play"
        disabled={player.ends.value === null}
        onClick={player.toggle}
      >
        {player.isPlaying.value ? 'Pause' : 'Play'}
      </button>
      <div class="playback-choices" role="group" aria-label="Speed">
        <Choices
          of={player.SPEEDS}
          chosen={player.speed.value}
          choose={(next) => (player.speed.value = next)}
        />
      </div>
      <div class="playback-choices" role="group" aria-label="Shown time">
        <Choices of={SPANS} chosen={player.span.value} choose={player.zoom} />
      </div>
      <div class="playback-choices">
        <button
          type="button"
          class="button button-small"
          disabled={marks.length === 0}
          onClick={() => player.seekMark('before')}
        >
          Previous mark
        </button>
        <button
          type="button"
          class="button button-small"
          disabled={marks.length === 0}
          onClick={() => player.seekMark('after')}
        >
          Next mark
        </button>
      </div>
      <CopyButton text={link.href} label="Copy link to this moment">
        Copy link
      </CopyButton>
      <span class="muted playback-hint">
        On the line: arrow keys, with <kbd>Shift</kbd> a minute, <kbd>Page Up</kbd> and <kbd>Page Down</kbd>{' '}
        from mark to mark.
      </span>
    </div>
  );
}

/** What happened, the newest first: each leads to its moment. */
function Marks(): VNode | null {
  const marks = (player.recording.value?.marks ?? []).slice(-MOST_MARKS).reverse();
  if (marks.length === 0) return null;
  return (
    <details class="playback-marks">
      <summary>{`${marks.length} marks`}</summary>
      <ul>
        {marks.map((mark) => (
          <li key={`${mark.at} ${mark.kind}`}>
            <MarkButton mark={mark} />
          </li>
        ))}
      </ul>
    </details>
  );
}

function MarkButton({ mark }: { mark: Mark }): VNode {
  return (
    <button
      type="button"
      class="playback-mark-row"
      data-kind={mark.kind}
      title={markWords(mark)}
      onClick={() => player.seek(markMs(mark))}
    >
      <time dateTime={mark.at}>{localTime(mark.at)}</time> <strong>{markTitle(mark)}</strong>{' '}
      <span class="muted">{mark.text}</span>
    </button>
  );
}

const sizeOf = (bytes: number): string =>
  bytes < 1024 ** 2 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 ** 2).toFixed(1)} MiB`;

/** How much is kept, and whether it goes on. */
function Keeping(): VNode | null {
  const said = useSignal<string | null>(null);
  const actions = useActions(
    (error) => (said.value = messageOf(error)),
    () => (said.value = null),
  );
  const shown = player.recording.value;
  if (!shown) return null;
  const isOn = shown.enabled !== false;
  const params = { name: name.value };
  const change = async (): Promise<void> => {
    const body = { enabled: isOn ? false : null };
    player.recording.value = await call('PUT /api/sessions/:name/recording', { params, body });
  };
  const remove = async (): Promise<void> => {
    const isWanted = await confirmAction({
      title: `Delete the recording of ${name.peek()}?`,
      text: 'What its screen showed until now can’t be played back any more.',
      action: 'Delete recording',
    });
    if (!isWanted) return;
    await call('DELETE /api/sessions/:name/recording', { params });
    await player.readIndex();
    player.forget();
  };
  return (
    <div class="playback-keeping">
      <span class="muted">
        {`${sizeOf(shown.bytes)}, kept for ${shown.hours} h.`}
        {!shown.has_colours && ' It is on another machine, which sends no colours.'}
      </span>
      {(isOn || shown.reason?.code === 'off_here') && (
        <button
          type="button"
          class="button button-small button-quiet"
          id="playback-record"
          onClick={actions.press(change, 'record')}
        >
          {isOn ? 'Record no more' : 'Record again'}
        </button>
      )}
      <button
        type="button"
        class="button button-small button-quiet"
        id="playback-delete"
        disabled={shown.bytes === 0}
        onClick={actions.press(remove, 'delete')}
      >
        Delete recording
      </button>
      <Problem text={said.value} />
    </div>
  );
}
