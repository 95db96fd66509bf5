/** The line of time: when it was recorded, how much changed, what happened; a slider for pointer, touch and keys. */
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { exactTime } from '../../ui/duration';
import { markMs } from './marks';
import {
  isRecorded,
  positionMs,
  recording,
  seek,
  seekBy,
  seekEnd,
  seekMark,
  toggle,
  view,
  whole,
} from './player';
import { barsOf, momentAt, shareOf, ticksOf, type View } from './scale';

const STEP_MS = 5_000;
const LARGE_STEP_MS = 60_000;
const MOST_BARS = 240;
const MOST_TICKS = 8;
/** Nearer to the ends a label would be cut off. */
const LABELLED_SHARE = 0.45;
const [WIDTH, HEIGHT] = [1_000, 40];

export function TimeLine(): VNode {
  const track = useRef<HTMLDivElement>(null);
  const iso = new Date(positionMs.value).toISOString();
  const follow = ({ clientX }: PointerEvent): void => {
    const box = track.current?.getBoundingClientRect();
    if (box) seek(momentAt((clientX - box.left) / box.width, view.peek()));
  };
  return (
    <div class="playback-line">
      <div
        id="playback-line"
        class="playback-track"
        role="slider"
        tabIndex={0}
        aria-label="Moment"
        aria-valuemin={Math.floor(whole.value.fromMs / 1_000)}
        aria-valuemax={Math.ceil(whole.value.toMs / 1_000)}
        aria-valuenow={Math.round(positionMs.value / 1_000)}
        aria-valuetext={`${exactTime(iso)}${isRecorded.value ? '' : ', not recorded'}`}
        ref={track}
        onKeyDown={press}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) follow(event);
        }}
      >
        <Recorded />
        <Needle />
      </div>
      <Axis shown={view.value} />
    </div>
  );
}

const MOVES: Readonly<Record<string, (isShifted: boolean) => unknown>> = {
  ArrowLeft: (isShifted) => seekBy(isShifted ? -LARGE_STEP_MS : -STEP_MS),
  ArrowDown: (isShifted) => seekBy(isShifted ? -LARGE_STEP_MS : -STEP_MS),
  ArrowRight: (isShifted) => seekBy(isShifted ? LARGE_STEP_MS : STEP_MS),
  ArrowUp: (isShifted) => seekBy(isShifted ? LARGE_STEP_MS : STEP_MS),
  Home: () => seekEnd('fromMs'),
  End: () => seekEnd('toMs'),
  PageUp: () => seekMark('before'),
  PageDown: () => seekMark('after'),
  ' ': () => toggle(),
};

function press(event: KeyboardEvent): void {
  if (event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(MOVES, event.key)) return;
  event.preventDefault();
  event.stopPropagation();
  MOVES[event.key]?.(event.shiftKey);
}

/** Drawn anew only when the recording or the part that is shown is another one. */
function Recorded(): VNode {
  const { ranges = [], activity = [], marks = [] } = recording.value ?? {};
  const part = view.value;
  const x = (ms: number): number => shareOf(ms, part) * WIDTH;
  return (
    <svg
      class="playback-drawn"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {ranges.map(({ from, to }) => {
        const [left, right] = [x(Date.parse(from)), x(Date.parse(to))];
        return (
          <rect
            key={from}
            class="playback-range"
            x={left}
            y={0}
            width={Math.max(1, right - left)}
            height={HEIGHT}
          />
        );
      })}
      {barsOf(activity, part, MOST_BARS).map(({ from, to, height }) => (
        <rect
          key={from}
          class="playback-bar"
          x={from * WIDTH}
          y={HEIGHT - height * HEIGHT * 0.7}
          width={(to - from) * WIDTH * 0.9}
          height={height * HEIGHT * 0.7}
        />
      ))}
      {marks.map((mark) => (
        <rect
          key={`${mark.at} ${mark.kind}`}
          class="playback-mark"
          data-kind={mark.kind}
          x={x(markMs(mark)) - 1}
          y={0}
          width={2}
          height={12}
        />
      ))}
    </svg>
  );
}

function Needle(): VNode {
  return <span class="playback-needle" style={{ left: `${shareOf(positionMs.value, view.value) * 100}%` }} />;
}

function Axis({ shown }: { shown: View }): VNode {
  const hasRoom = (at: number): boolean => Math.abs(shareOf(at, shown) - 0.5) < LABELLED_SHARE;
  return (
    <div class="playback-axis muted" aria-hidden="true">
      {ticksOf(shown, MOST_TICKS)
        .filter(hasRoom)
        .map((at) => (
          <span key={at} style={{ left: `${shareOf(at, shown) * 100}%` }}>
            {new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' })}
          </span>
        ))}
    </div>
  );
}
