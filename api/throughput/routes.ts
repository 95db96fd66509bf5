/** What was done, how long it took and what it cost, as charts show it. */
import { DateTime } from 'luxon';
import type { PieceFigures } from '../../store/throughput/rows';
import { routes } from '../http/route';
import { throughputOperations } from './operations';
import { piecesOf } from './pieces';

const MS_A_SECOND = 1_000;

export const throughputRoutes = routes(throughputOperations)(({ store: { throughput } }) => ({
  throughput({ query: { range, time_zone: zone = DateTime.local().zoneName } }) {
    const now = throughput.nowSeconds();
    const pieces = piecesOf(range, now * MS_A_SECOND, zone);
    const whole = { from: pieces[0]?.from ?? now, to: pieces.at(-1)?.to ?? now };
    const found = throughput.figures(pieces, whole);
    return {
      ...{ range, time_zone: zone, from: timeOf(whole.from), to: timeOf(now) },
      whole: viewOf(found.whole),
      pieces: pieces.map((piece, at) => {
        const figures = found.pieces[at] as PieceFigures;
        // The last one goes on.
        const ends = { from: timeOf(piece.from), to: timeOf(Math.min(piece.to, now)) };
        return { ...ends, known: figures.isKnown, ...viewOf(figures) };
      }),
    };
  },
}));

const timeOf = (seconds: number): string => new Date(seconds * MS_A_SECOND).toISOString();

function viewOf(figures: PieceFigures) {
  const { isKnown: _known, leased_seconds: leased, known_seconds: known, looks, ...rest } = figures;
  const sessions = looks === 0 ? null : figures.sessions / looks;
  const busy = known > 0 ? leased / known : null;
  // Sessions come and go between two looks: no more of them is at work than is there.
  const utilisation = busy === null || !sessions ? null : Math.min(1, busy / sessions);
  return { ...rest, sessions, busy, utilisation };
}
