/**
 * What follows from a change, in two outboxes: each database has its own, so that a row is written with its change.
 *
 * A row goes when it was carried out. What the store can do itself is done right after the commit; the others, and
 * those that could not be done, are told to `onDue`, who starts a workflow for each. The reconciler comes back to
 * those that nobody was told of.
 */
import type { FollowUp, FollowUpKind } from '../../workflows/contracts/outbox';
import type { Db } from '../db/open';
import type { Clock } from '../db/time';
import { type OutboxRow, type OutboxTable, outboxTable } from './table';
import { type Transition, transitions } from './transition';

export type { OutboxRow } from './table';

type Name = 'architect' | 'assigner';
/** The database in which what it follows from is changed. */
const HOME: Readonly<Record<FollowUpKind, Name>> = {
  item_progress: 'assigner',
  dialog_log: 'assigner',
  notification: 'assigner',
  alert: 'architect',
  pull_request: 'architect',
  item_ended: 'architect',
  plan_step: 'assigner',
  plan_gate: 'architect',
  chain_step: 'assigner',
  prompt_start: 'assigner',
  recurring_schedule: 'assigner',
};
const NAMES: readonly Name[] = ['assigner', 'architect'];

/** Carries out a row within this process and without a wait. */
export type DirectCarrier = (row: OutboxRow) => void;

export interface CarryOutOptions {
  /** False of a row that somebody else carries out. */
  readonly isLeft?: (row: FollowUp) => boolean;
  readonly limit?: number;
}

export type Outbox = ReturnType<typeof openOutbox>;

export function openOutbox(databases: Record<Name, Db>, clock: Clock) {
  const tables: Record<Name, OutboxTable> = {
    architect: outboxTable(databases.architect, clock),
    assigner: outboxTable(databases.assigner, clock),
  };
  const of = (kind: FollowUpKind): OutboxTable => tables[HOME[kind]];
  const carriers = new Map<FollowUpKind, DirectCarrier>();
  let tell: (due: readonly FollowUp[]) => void = () => {};
  /** The newest row that was looked at: a workflow has those before it. */
  const seen: Record<Name, number> = { architect: 0, assigner: 0 };

  /** A fault here must not undo the change that was committed before: the row stays due. */
  const carryOut = (row: OutboxRow): boolean => {
    const carrier = carriers.get(row.kind);
    if (!carrier) return false;
    try {
      carrier(row);
      of(row.kind).done(row);
      return true;
    } catch (error) {
      noteAttempt(row, error);
      return false;
    }
  };
  const noteAttempt = ({ kind, id }: FollowUp, error: unknown): void => {
    try {
      of(kind).attempted(id, (error as Error).message);
    } catch {
      // The same fault, most likely: the disk is full, or somebody holds the database.
    }
  };
  /** Carries out what is due after row `after`; `left` is what it could not, `limit` of them at most. */
  const carryOutAfter = (
    name: Name,
    after: number,
    { isLeft = () => true, limit = Infinity }: CarryOutOptions = {},
  ): FollowUp[] => {
    const left: FollowUp[] = [];
    let newest = after;
    for (let rows = read(name, newest); rows.length > 0 && left.length < limit; rows = read(name, newest)) {
      newest = rows.at(-1)?.id ?? newest;
      seen[name] = Math.max(seen[name], newest);
      for (const row of rows)
        if (left.length < limit && isLeft(row) && !carryOut(row)) left.push({ kind: row.kind, id: row.id });
    }
    return left;
  };
  const read = (name: Name, after: number): OutboxRow[] => {
    try {
      return tables[name].due(after);
    } catch (error) {
      if (!(error as { code?: string }).code?.startsWith('SQLITE_')) throw error;
      return [];
    }
  };
  /** A fault here must not undo the change: it shows when the row is read. */
  const isDue = (name: Name): boolean => {
    try {
      return tables[name].hasAfter(seen[name]);
    } catch {
      return true;
    }
  };
  const after = (name: Name): Transition =>
    transitions(databases[name], {
      isDue: () => isDue(name),
      committed: () => {
        const left = carryOutAfter(name, seen[name]);
        if (left.length > 0) tell(left);
      },
    });

  return {
    transition: { architect: after('architect'), assigner: after('assigner') } satisfies Record<
      Name,
      Transition
    >,
    carry(kind: FollowUpKind, carrier: DirectCarrier): void {
      carriers.set(kind, carrier);
    },
    /** Who starts workflows for what is left to be carried out. */
    onDue(listener: (due: readonly FollowUp[]) => void): void {
      tell = listener;
    },
    /** Its id. */
    add: (kind: FollowUpKind, subject: number, detail?: string): number =>
      of(kind).add(kind, subject, detail),
    /**
     * Carries out what the store can do itself; returns what is left, up to a limit. Those for which `isLeft` doesn't
     * hold are in somebody else's hands.
     */
    carryOutDue({ isLeft = () => true, limit = Infinity }: CarryOutOptions = {}): FollowUp[] {
      const left: FollowUp[] = [];
      for (const name of NAMES) left.push(...carryOutAfter(name, 0, { isLeft, limit: limit - left.length }));
      return left;
    },
    get: ({ kind, id }: FollowUp) => of(kind).get(id),
    done: (row: OutboxRow): void => of(row.kind).done(row),
    noteAttempt,
    giveUp: ({ kind, id }: FollowUp, reason: string): boolean => of(kind).giveUp(id, reason),
    withdraw: (kind: FollowUpKind, subject: number): void => of(kind).withdraw(kind, subject),
    giveUpAbout: (kind: FollowUpKind, subject: number, reason: string): void =>
      of(kind).giveUpAbout(kind, subject, reason),
    failing: (attempts: number): OutboxRow[] => NAMES.flatMap((name) => tables[name].failing(attempts)),
  };
}
