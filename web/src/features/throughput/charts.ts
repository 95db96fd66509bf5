/** The charts: what each shows of a piece of time, how it is drawn and how it is said. */
import {
  costOf,
  money,
  NOT_KNOWN,
  percent,
  seconds,
  shortCount,
  told,
  tokens,
  tokensOf,
  toldWords,
} from '../../ui/amounts';
import type { Piece } from './load';

export interface Line {
  readonly name: string;
  /** The colour, as a custom property. */
  readonly colour: string;
  /** null: a gap. */
  readonly value: (piece: Piece) => number | null;
  readonly words: (piece: Piece) => string;
}

export interface Chart {
  readonly id: string;
  readonly title: string;
  /** Bars stand on each other, the first one lowest. */
  readonly kind: 'bars' | 'lines';
  readonly lines: readonly Line[];
  /** Marks of the scale. */
  readonly mark: (value: number) => string;
  /** The steps between them; any round number if unset. */
  readonly steps?: readonly number[];
  /** The least that the scale reaches up to. */
  readonly top: number;
}

/** Seconds. */
const TIME_STEPS = [
  ...[1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 14_400, 28_800],
  ...[43_200, 86_400, 172_800, 604_800],
];

const whole = (value: number): string => (Number.isInteger(value) ? shortCount(value) : '');
const counted =
  (field: 'completed' | 'failed' | 'cancelled' | 'indeterminate') =>
  (piece: Piece): number | null =>
    piece.known ? piece[field] : null;
const outcome = (
  name: string,
  field: 'completed' | 'failed' | 'cancelled' | 'indeterminate',
  colour: string,
): Line => ({
  ...{ name, colour, value: counted(field) },
  words: (piece) => (piece.known ? tokens(piece[field]) : NOT_KNOWN),
});
const time = (name: string, field: 'p50_seconds' | 'p95_seconds', colour: string): Line => ({
  ...{ name, colour, value: (piece) => piece[field] },
  words: (piece) => (piece[field] === null ? (piece.known ? 'none' : NOT_KNOWN) : seconds(piece[field])),
});

export const CHARTS: readonly Chart[] = [
  {
    ...{ id: 'ended', title: 'Prompts that ended', kind: 'bars', mark: whole, top: 4 },
    lines: [
      outcome('completed', 'completed', '--ok'),
      outcome('failed', 'failed', '--bad'),
      outcome('indeterminate', 'indeterminate', '--warn'),
      outcome('cancelled', 'cancelled', '--line-strong'),
    ],
  },
  {
    ...{ id: 'times', title: 'Time to finish', kind: 'lines', top: 10, steps: TIME_STEPS },
    mark: (value) => (value === 0 ? '0' : seconds(value)),
    lines: [time('half within', 'p50_seconds', '--busy'), time('95 % within', 'p95_seconds', '--warn')],
  },
  {
    ...{ id: 'busy', title: 'Sessions at work', kind: 'lines', mark: percent, top: 1 },
    lines: [
      {
        ...{ name: 'of their time', colour: '--busy', value: ({ utilisation }) => utilisation },
        words: ({ utilisation, busy, sessions }) =>
          utilisation === null || busy === null || sessions === null
            ? NOT_KNOWN
            : `${percent(utilisation)}: ${busy.toFixed(1)} of ${sessions.toFixed(1)} sessions`,
      },
    ],
  },
  {
    ...{ id: 'tokens', title: 'Tokens', kind: 'bars', mark: shortCount, top: 1_000 },
    lines: [
      {
        ...{ name: 'in and out', colour: '--busy' },
        value: (piece) => (piece.known ? told(tokensOf(piece)) : null),
        words: (piece) => (piece.known ? toldWords(tokensOf(piece), tokens) : NOT_KNOWN),
      },
    ],
  },
  {
    ...{ id: 'cost', title: 'Cost', kind: 'bars', mark: (usd) => `$${shortCount(usd)}`, top: 0.1 },
    lines: [
      {
        ...{ name: 'in US dollars', colour: '--ok' },
        value: (piece) => (piece.known ? told(costOf(piece)) : null),
        words: (piece) => (piece.known ? toldWords(costOf(piece), money) : NOT_KNOWN),
      },
    ],
  },
];
