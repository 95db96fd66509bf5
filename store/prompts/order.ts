/**
 * The order of the queue: the highest priority first, of equal ones the lowest rank. The rank of a prompt is its number,
 * so that the oldest goes first, or what a person moved it to: a number between those of its neighbours.
 */
import type { Position, QueuePlace } from '../../workflows/contracts/queue-order';
import { dataVersion, keptWhile } from '../db/data-version';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { PromptRow } from '../rows';
import type { ReceiptWriter } from './receipts';

/** As the indexes have it. */
export const RANK = 'coalesce(queue_rank, id)';
export const IN_ORDER = `priority DESC, ${RANK}, id`;
/** As the index has it. A prompt that is accepted is queued as soon as the engine is there. */
const WAITS = "stage IN ('accepted', 'queued')";

/** So far apart are prompts that were moved to the last place: new ones, which come behind them, have whole numbers. */
const LAST_STEP = 2 ** -14;
/** Ranks that are closer to each other are spread out first. */
const LEAST_GAP = 1e-6;

interface Ranked {
  readonly id: number;
  readonly rank: number;
}
interface Neighbours {
  readonly before: Ranked | undefined;
  readonly after: Ranked | undefined;
}

/** The prompt, or the one that it is to stand beside, doesn't wait in the queue, isn't there, or has another priority. */
type Refusal = 'not_waiting' | 'other_unknown' | 'other_not_waiting' | 'other_priority';
export type Moved = 'moved' | 'there_already' | Refusal;

export interface QueueOrderDeps {
  readonly receipts: Pick<ReceiptWriter, 'note'>;
  readonly transition: Transition;
}

export type QueueOrder = ReturnType<typeof queueOrder>;

export function queueOrder(db: Db, { receipts, transition }: QueueOrderDeps) {
  const get = db.prepare<[number], Ranked & Pick<PromptRow, 'stage' | 'priority'>>(
    `SELECT id, stage, priority, ${RANK} AS rank FROM prompts WHERE id = ?`,
  );
  const besideStatement = (which: string, way: 'ASC' | 'DESC') => {
    const than = way === 'ASC' ? '>' : '<';
    return db.prepare<[{ priority: number; rank: number; id: number; moved: number }], Ranked>(`
      SELECT id, ${RANK} AS rank FROM prompts WHERE ${which} AND priority = @priority AND id <> @moved
        AND ${RANK} ${than}= @rank AND (${RANK} ${than} @rank OR id ${than} @id)
      ORDER BY ${RANK} ${way}, id ${way} LIMIT 1`);
  };
  const statements = (which: string) => ({
    before: besideStatement(which, 'DESC'),
    after: besideStatement(which, 'ASC'),
  });
  const waiting = statements(WAITS);
  const known = statements('archived = 0');
  const ids = db.prepare<[], number>(`SELECT id FROM prompts WHERE ${WAITS} ORDER BY ${IN_ORDER}`).pluck();
  const newest = db.prepare<[], number>('SELECT max(id) FROM prompts').pluck();
  const setRank = db.prepare('UPDATE prompts SET queue_rank = @rank WHERE id = @id');
  const setPriority = db.prepare('UPDATE prompts SET priority = @priority WHERE id = @id');

  /** Where each prompt stands, from 1 on. */
  const positions = keptWhile(
    dataVersion(db),
    () => new Map(ids.all().map((id, index) => [id, index + 1] as const)),
  );
  const positionOf = (id: number): Position | null => {
    const position = positions().get(id);
    return position === undefined ? null : { position, of: positions().size };
  };

  /** Who stands beside whom among those of a priority, as if `moved` were not there. */
  const beside = ({ before, after }: typeof waiting, priority: number, moved: number) => {
    const from = (rank: number, id: number) => ({ priority, rank, id, moved });
    return {
      before: ({ rank, id }: Ranked) => before.get(from(rank, id)),
      after: ({ rank, id }: Ranked) => after.get(from(rank, id)),
      first: () => after.get(from(-Infinity, 0)),
      last: () => before.get(from(Infinity, 0)),
    };
  };
  type Beside = ReturnType<typeof beside>;
  /** Those that a session has, or that are held, come back to their places: nobody else gets the same rank. */
  const besideAll = (priority: number, moved: number): Beside => beside(known, priority, moved);

  /** The rank of the next one that will be sent, or less. */
  const endOf = (at: Beside): number =>
    Math.max(newest.get() ?? 0, Math.floor(at.last()?.rank ?? -Infinity)) + 1;

  /** Puts it between two; where they are too close to each other, those beside them get ranks further apart. */
  const put = (id: number, { before: low, after: high }: Neighbours, at: Beside): void => {
    const between = [id];
    let [from, to] = [low, high];
    for (;;) {
      const top = to?.rank ?? endOf(at);
      const bottom = from?.rank ?? top - between.length - 1;
      const step = (top - bottom) / (between.length + 1);
      if (step >= LEAST_GAP)
        return between.forEach((one, index) => setRank.run({ id: one, rank: bottom + step * (index + 1) }));
      if (to) {
        between.push(to.id);
        to = at.after(to);
      } else if (from) {
        between.unshift(from.id);
        from = at.before(from);
      }
    }
  };

  /** Behind all that there are now, and before all that will come. */
  const putLast = (id: number, priority: number): void => {
    const at = besideAll(priority, id);
    const last = at.last();
    const end = endOf(at);
    const from = Math.max(last?.rank ?? -Infinity, end - 1);
    if (end - from < 2 * LEAST_GAP) put(id, { before: last, after: undefined }, at);
    else setRank.run({ id, rank: from + Math.min(LAST_STEP, (end - from) / 2) });
  };

  const placeOf = (place: QueuePlace, priority: number, at: Beside): Neighbours | Refusal => {
    if (place === 'first') return { before: undefined, after: at.first() };
    if (place === 'last') return { before: at.last(), after: undefined };
    const other = get.get('before' in place ? place.before : place.after);
    if (!other) return 'other_unknown';
    if (!isWaiting(other)) return 'other_not_waiting';
    if (other.priority !== priority) return 'other_priority';
    return 'before' in place
      ? { before: at.before(other), after: other }
      : { before: other, after: at.after(other) };
  };

  /** Right at the one that was named, or that stands first. */
  const putAt = (id: number, priority: number, place: QueuePlace, { before, after }: Neighbours): void => {
    const at = besideAll(priority, id);
    const isBehind = typeof place === 'object' && 'after' in place;
    const next = isBehind && before ? at.after(before) : undefined;
    if (before && next) put(id, { before, after: next }, at);
    else if (isBehind || !after) putLast(id, priority);
    else put(id, { before: at.before(after), after }, at);
  };

  return {
    positionOf,
    /** How many wait. */
    waiting: (): number => positions().size,

    /** Moves a waiting prompt among those of its priority. A repeat changes nothing. */
    move: transition((id: number, place: QueuePlace, by: string): Moved => {
      const prompt = get.get(id);
      if (!prompt || !isWaiting(prompt)) return 'not_waiting';
      const wanted = placeOf(place, prompt.priority, beside(waiting, prompt.priority, id));
      if (typeof wanted === 'string') return wanted;
      if (isBetween(prompt, wanted)) return 'there_already';
      const from = positionOf(id);
      putAt(id, prompt.priority, place, wanted);
      const to = positionOf(id);
      receipts.note(id, `moved to position ${to?.position} of ${to?.of} by ${by}`, {
        evidence: `it was at ${from?.position}`,
      });
      return 'moved';
    }),

    /** Another priority: it is the last of that one. False where it has it already. */
    setPriority: transition((id: number, priority: number, by: string): boolean => {
      const prompt = get.get(id);
      if (!prompt || prompt.priority === priority) return false;
      setPriority.run({ id, priority });
      putLast(id, priority);
      receipts.note(id, `priority ${priority}, the last of it, by ${by}`, {
        evidence: `it was ${prompt.priority}`,
      });
      return true;
    }),
  };
}

const isWaiting = ({ stage }: Pick<PromptRow, 'stage'>): boolean =>
  stage === 'accepted' || stage === 'queued';

const isAhead = (one: Ranked, other: Ranked): boolean => (one.rank - other.rank || one.id - other.id) < 0;

/** Or is one of the two itself. */
const isBetween = (one: Ranked, { before, after }: Neighbours): boolean =>
  before?.id === one.id ||
  after?.id === one.id ||
  ((!before || isAhead(before, one)) && (!after || isAhead(one, after)));
