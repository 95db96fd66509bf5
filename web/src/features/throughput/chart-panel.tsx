/** One chart: pointed at with the mouse or the arrow keys, it says the exact figures. */
import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Chart } from './charts';
import { figures, type Piece, pointed, range } from './load';
import type { Plot } from './plot';
import { whenOf } from './words';

const STEPS: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowLeft: (at) => at - 1,
  ArrowRight: (at) => at + 1,
  Home: () => 0,
  End: (_, last) => last,
};

export function ChartPanel({ chart }: { chart: Chart }): VNode {
  const place = useRef<HTMLDivElement>(null);
  const plot = useSignal<Plot | null>(null);
  const problem = useSignal('');
  const isReady = useComputed(() => figures.value !== null);
  useEffect(() => {
    if (!isReady.value) return undefined;
    let isShown = true;
    import('./plot').then(
      ({ createPlot }) => {
        const shown = figures.peek();
        if (!isShown || !place.current || !shown) return;
        const point = (index: number | null): void => void (pointed.value = index);
        plot.value = createPlot(place.current, chart, { pieces: shown.pieces, range: range.peek() }, point);
      },
      () => (problem.value = 'The charts could not be loaded. Load the page again.'),
    );
    return () => {
      isShown = false;
      plot.peek()?.destroy();
      plot.value = null;
    };
  }, [isReady.value, chart, plot, problem]);
  useSignalEffect(() => {
    const shown = figures.value;
    if (shown && shown.range !== 'today') plot.value?.update({ pieces: shown.pieces, range: shown.range });
  });
  useSignalEffect(() => plot.value?.point(pointed.value));
  return (
    <section class="panel chart" id={`chart-${chart.id}`} aria-labelledby={`chart-${chart.id}-title`}>
      <div class="chart-head">
        <h2 id={`chart-${chart.id}-title`}>{chart.title}</h2>
        <Readout chart={chart} />
      </div>
      <Slider chart={chart} />
      <div class="plot" ref={place} aria-hidden="true" />
      <p class="panel-message panel-message-bad" role="alert" hidden={!problem.value}>
        {problem}
      </p>
    </section>
  );
}

/** The piece that is pointed at; without that the newest. */
const shownPiece = (): Piece | undefined => {
  const pieces = figures.value?.pieces ?? [];
  return pieces[pointed.value ?? pieces.length - 1];
};

function Readout({ chart }: { chart: Chart }): VNode {
  const piece = shownPiece();
  return (
    <p class="readout">
      <span class="muted readout-when">{piece && whenOf(piece, range.value)}</span>
      {chart.lines.map(({ name, colour, words }) => (
        <span key={name} class="readout-value">
          <span class="readout-mark" data-colour={colour} aria-hidden="true" />
          {name} <strong>{piece ? words(piece) : '–'}</strong>
        </span>
      ))}
    </p>
  );
}

/** What the mouse does, for the keyboard and for screen readers. */
function Slider({ chart }: { chart: Chart }): VNode {
  const pieces = figures.value?.pieces ?? [];
  const last = Math.max(0, pieces.length - 1);
  const at = Math.min(pointed.value ?? last, last);
  const piece = pieces[at];
  const said = piece
    ? `${whenOf(piece, range.value)}: ${chart.lines.map(({ name, words }) => `${name} ${words(piece)}`).join(', ')}`
    : 'not read yet';
  return (
    <div
      class="chart-slider"
      role="slider"
      tabIndex={0}
      aria-label={`${chart.title}: times`}
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={at}
      aria-valuetext={said}
      onKeyDown={(event) => {
        const step = STEPS[event.key];
        if (!step) return;
        event.preventDefault();
        pointed.value = Math.min(last, Math.max(0, step(at, last)));
      }}
      onBlur={() => (pointed.value = null)}
    />
  );
}
