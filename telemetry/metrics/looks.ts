/** The watch over the terminals: what its ticks cost, and whether an agent and its screen say the same. */
import { PROVIDERS } from '../../workflows/contracts/glossary';
import type { Figures } from './registry';

/** Seconds. A tick over a hundred terminals takes some milliseconds. */
const BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5];

export interface Looked {
  readonly agent: string | undefined;
  readonly isRecognised: boolean;
  readonly isDisputed: boolean;
}

export interface LookFigures {
  ticked(tick: { readonly tookMs: number; readonly panes: number; readonly captures: number }): void;
  looked(look: Looked): void;
}

const MS_A_SECOND = 1_000;

export function lookFigures({ counter, gauge, histogram }: Figures): LookFigures {
  const ticks = histogram({
    name: 'tmux_tick_duration_seconds',
    help: 'Time of one look at all terminals: list, captures, reading, and writing down what changed',
    buckets: BUCKETS,
  });
  const panes = gauge({ name: 'tmux_panes', help: 'Terminals that the last tick listed' });
  const captures = counter({ name: 'tmux_captures_total', help: 'Screens that ticks read' });
  const looks = counter({
    name: 'detection_looks_total',
    help: 'Looks at terminals: whether the agent and its screen agreed, or the screen was not recognised',
    labels: { agent: PROVIDERS, result: ['agreed', 'disputed', 'unrecognised'] },
  });
  return {
    ticked({ tookMs, panes: listed, captures: captured }) {
      ticks.observe([], tookMs / MS_A_SECOND);
      panes.set([[[], listed]]);
      captures.add([], captured);
    },
    looked: ({ agent, isRecognised, isDisputed }) =>
      looks.add([agent ?? null, isDisputed ? 'disputed' : isRecognised ? 'agreed' : 'unrecognised']),
  };
}
