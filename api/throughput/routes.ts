/** What was done, how long it took and what it cost, as charts show it. */
import type { PieceFigures } from '../../store/throughput/rows';
import { routes } from '../http/route';
import { throughputOperations } from './operations';
import { piecesOf } from './pieces';
import { figuresView, ownZone, timeOf } from './views';

const MS_A_SECOND = 1_000;

export const throughputRoutes = routes(throughputOperations)(({ store: { throughput } }) => ({
  throughput({ query: { range, time_zone: zone = ownZone() } }) {
    const now = throughput.nowSeconds();
    const pieces = piecesOf(range, now * MS_A_SECOND, zone);
    const whole = { from: pieces[0]?.from ?? now, to: pieces.at(-1)?.to ?? now };
    const found = throughput.figures(pieces, whole);
    return {
      ...{ range, time_zone: zone, from: timeOf(whole.from), to: timeOf(now) },
      whole: figuresView(found.whole),
      pieces: pieces.map((piece, at) => {
        const figures = found.pieces[at] as PieceFigures;
        // The last one goes on.
        const ends = { from: timeOf(piece.from), to: timeOf(Math.min(piece.to, now)) };
        return { ...ends, known: figures.isKnown, ...figuresView(figures) };
      }),
    };
  },
}));
