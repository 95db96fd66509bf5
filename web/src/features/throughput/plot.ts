/** Draws a chart. Loaded after the page is there: the library is larger than the rest of it. */
import uPlot from 'uplot';
import type { Chart } from './charts';
import type { Piece, Range } from './load';

const MS_A_SECOND = 1_000;
const SECONDS_A_DAY = 86_400;
/** Of the room that a bar has, and at most so many pixels. */
const BAR: uPlot.Series.BarsPathBuilderOpts = { size: [0.7, 40] };
const AXIS_WIDTH = 58;
const AXIS_HEIGHT = 30;
/** Pixels from one mark of the time to the next, at least. */
const MARK_SPACE = 76;
const FONT_PX = 11;
const LINE_PX = 1.5;
const POINT_PX = 5;
const ROOM_AT_TOP = 1.1;

export interface Shown {
  readonly pieces: readonly Piece[];
  readonly range: Range;
}

export interface Plot {
  update(shown: Shown): void;
  /** Marks that piece, by its number. */
  point(index: number | null): void;
  destroy(): void;
}

export function createPlot(
  place: HTMLElement,
  chart: Chart,
  first: Shown,
  onPoint: (index: number | null) => void,
): Plot {
  let shown = first;
  let plot = draw();

  function draw(): uPlot {
    const drawn = new uPlot(options(), dataOf(chart, shown), place);
    // A point that was set from outside is not told back.
    drawn.over.addEventListener('mousemove', () => onPoint(drawn.cursor.idx ?? null));
    drawn.over.addEventListener('mouseleave', () => onPoint(null));
    return drawn;
  }

  function options(): uPlot.Options {
    const style = getComputedStyle(document.documentElement);
    const colour = (name: string): string => style.getPropertyValue(name).trim();
    const axis: uPlot.Axis = {
      ...{ stroke: colour('--muted'), font: `${FONT_PX}px ${colour('--sans')}` },
      grid: { stroke: colour('--line'), width: 1 },
      ticks: { show: false },
    };
    const lines = chart.lines.map(({ name, colour: of }): uPlot.Series => {
      const stroke = colour(of);
      return chart.kind === 'bars'
        ? {
            label: name,
            fill: stroke,
            width: 0,
            ...(uPlot.paths.bars && { paths: uPlot.paths.bars(BAR) }),
            points: { show: false },
          }
        : {
            label: name,
            stroke,
            width: LINE_PX,
            points: { show: true, size: POINT_PX, fill: stroke, width: 0 },
          };
    });
    return {
      ...{ width: place.clientWidth, height: place.clientHeight, legend: { show: false } },
      cursor: { y: false, drag: { x: false, y: false }, points: { show: chart.kind === 'lines' } },
      scales: {
        x: { time: true, range: () => boundsOf(shown) },
        y: {
          range: (_plot, _min, max) => [0, chart.top === 1 ? 1 : Math.max(chart.top, max * ROOM_AT_TOP)],
        },
      },
      axes: [
        {
          ...axis,
          ...{ size: AXIS_HEIGHT, space: MARK_SPACE },
          values: (_plot, splits) => splits.map((at) => markOf(at, shown.range)),
        },
        {
          ...{ ...axis, size: AXIS_WIDTH, ...(chart.steps && { incrs: [...chart.steps] }) },
          values: (_plot, splits) => splits.map((value) => chart.mark(value)),
        },
      ],
      hooks: { drawClear: [(plot) => shadeUnknown(plot, shown, colour('--mute-wash'))] },
      // What is drawn last is in front: the lowest of the bars.
      series: [{}, ...(chart.kind === 'bars' ? lines.toReversed() : lines)],
    };
  }

  function again(): void {
    plot.destroy();
    plot = draw();
  }
  const dark = matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', again);
  const resized = new ResizeObserver(() => {
    const [width, height] = [place.clientWidth, place.clientHeight];
    if (width !== plot.width || height !== plot.height) plot.setSize({ width, height });
  });
  resized.observe(place);

  return {
    update(next) {
      shown = next;
      plot.setData(dataOf(chart, shown));
    },
    point(index) {
      const at = index === null ? undefined : plot.data[0][index];
      const left = at === undefined ? -1 : plot.valToPos(at, 'x');
      if (left !== plot.cursor.left) plot.setCursor({ left, top: at === undefined ? -1 : 0 }, false);
    },
    destroy() {
      dark.removeEventListener('change', again);
      resized.disconnect();
      plot.destroy();
    },
  };
}

/** A time of which nothing is known doesn't look like one in which nothing was done. */
function shadeUnknown(plot: uPlot, shown: Shown, colour: string): void {
  const { ctx, bbox } = plot;
  const [, end] = boundsOf(shown);
  ctx.save();
  ctx.fillStyle = colour;
  shown.pieces.forEach(({ from, known }, index) => {
    if (known) return;
    const next = shown.pieces[index + 1]?.from;
    const left = plot.valToPos(secondsOf(from), 'x', true);
    const right = plot.valToPos(next === undefined ? end : secondsOf(next), 'x', true);
    ctx.fillRect(left, bbox.top, right - left, bbox.height);
  });
  ctx.restore();
}

const secondsOf = (time: string): number => Date.parse(time) / MS_A_SECOND;

/** The last piece goes on: it has the room of a whole one. */
function boundsOf({ pieces }: Shown): [number, number] {
  const last = pieces.at(-1);
  const before = pieces.at(-2);
  if (!last || !before) return [0, 1];
  const length = secondsOf(last.from) - secondsOf(before.from);
  return [secondsOf(pieces[0]?.from ?? last.from), secondsOf(last.from) + length];
}

function dataOf({ kind, lines }: Chart, shown: Shown): uPlot.AlignedData {
  const { pieces } = shown;
  const [, end] = boundsOf(shown);
  const begins = pieces.map(({ from }) => secondsOf(from));
  const middles = begins.map((begin, index) => (begin + (begins[index + 1] ?? end)) / 2);
  const values = lines.map(({ value }) => pieces.map(value));
  return [middles, ...(kind === 'bars' ? stacked(values).toReversed() : values)];
}

/** Each with those below it. */
function stacked(values: readonly (readonly (number | null)[])[]): (number | null)[][] {
  let below: readonly (number | null)[] = [];
  return values.map((own) => {
    const top = own.map((value, index) => (value === null ? null : value + (below[index] ?? 0)));
    below = top;
    return top;
  });
}

const HOUR: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit' };
const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
const MONTH: Intl.DateTimeFormatOptions = { month: 'short', year: '2-digit' };

/** Midnight is told by its day. */
function markOf(seconds: number, range: Range): string {
  const date = new Date(seconds * MS_A_SECOND);
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0;
  if (range === '1y') return date.toLocaleDateString(undefined, MONTH);
  if (range === '24h' && !isMidnight) return date.toLocaleTimeString(undefined, HOUR);
  return isMidnight || seconds % SECONDS_A_DAY === 0 ? date.toLocaleDateString(undefined, DAY) : '';
}
