/** Alerts: what is so now compared with what was told before, as often as anybody likes; a repeat changes nothing. */
import type {
  AlertChannel,
  AlertEvent,
  AlertKind,
  AlertPolicy,
  AlertState,
} from '../../workflows/contracts/alerts';
import type { Databases } from '../db/databases';
import { awakeSince, type Clock, type SleptMs, sqlTime } from '../db/time';
import type { Outbox } from '../outbox';
import { type Condition, ifAny, lister } from '../work-items/list';
import type { Push } from '../push';
import { type ConditionDeps, conditionReader, dialogOf } from './conditions';
import { decideAlerts, type AlertStep } from './decide';
import { alertMessages, type TestMessage } from './messages';
import { alertMutes } from './mutes';
import type { AlertCondition, AlertRow, DeliveryRow, Receiver } from './rows';
import { alertTable, type NoteFields } from './table';

export interface AlertDeps extends ConditionDeps {
  readonly outbox: Pick<Outbox, 'add' | 'transition'>;
  readonly sleptMs: SleptMs;
  readonly policy: AlertPolicy;
  readonly push: { readonly browsers: Pick<Push['browsers'], 'ids'> } & Pick<Push, 'isHeld'>;
  /** What became of the message about a dialog, where people see the dialog. */
  readonly onNobody: (dialog: number) => void;
}

export interface AlertFilter {
  readonly state?: readonly AlertState[] | undefined;
  readonly kind?: readonly string[] | undefined;
  /** ISO 8601. */
  readonly from?: string | undefined;
}

/** Adding one, and opening and telling it, are three looks. */
const MOST_ROUNDS = 3;

export type Alerts = ReturnType<typeof alertsRepository>;

export function alertsRepository(databases: Databases, clock: Clock, deps: AlertDeps) {
  const { architect: db } = databases;
  const { outbox, sleptMs, policy, push, onNobody } = deps;
  const transition = outbox.transition.architect;
  const now = (): string => sqlTime(clock());
  const read = conditionReader(deps, clock);
  const messages = alertMessages(db, clock, {
    outbox,
    isHeld: ({ channel, browser_id: id }, alert) => channel === 'push' && push.isHeld(id, alert),
  });
  const mutes = alertMutes(db, clock);
  const rows = alertTable(db);
  const awakeMs = awakeSince(clock, sleptMs);
  const list = lister<AlertRow>(db, { table: 'alerts', text: [] });

  const decide = (found: readonly AlertCondition[]): AlertStep[] => {
    const known = rows.known(found);
    return decideAlerts({
      found,
      policy,
      awakeMs,
      rows: known,
      isMuted: mutes.holds,
      lastTold: rows.lastTold,
    });
  };
  const receiversOf = (kind: AlertKind): Receiver[] =>
    policy.channelsOf(kind).flatMap((channel): Receiver[] => {
      const ids = channel === 'push' ? push.browsers.ids() : [0];
      return ids.map((id) => ({ channel, browser_id: id }));
    });
  const tell = (row: AlertRow, event: AlertEvent): void => {
    rows.told(row.id, event, now());
    messages.due(row.id, event, row.kind === 'test' ? [] : receiversOf(row.kind));
  };
  const take = (step: AlertStep): void => {
    switch (step.do) {
      case 'add':
        return rows.add(step.condition);
      case 'forget':
        return rows.forget(step.id);
      case 'describe':
        return rows.describe(step.id, step.condition);
      case 'reopen':
      case 'open':
        return rows.open(step.id);
      case 'hold':
        return rows.hold(step.id, step.why);
      case 'tell':
        return tell(step.row, step.event);
      case 'mark_escalated':
        return rows.told(step.id, 'escalated', now());
      case 'end':
        return rows.end(step.id, now());
    }
  };
  /** Returns dialogs of which there is nobody to tell. */
  const apply = transition((found: readonly AlertCondition[]): number[] => {
    const nobody: number[] = [];
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const steps = decide(found);
      if (steps.length === 0) break;
      steps.forEach(take);
      for (const step of steps) {
        const dialog = step.do === 'tell' ? dialogOf(step.row.condition) : null;
        if (step.do !== 'tell' || dialog === null || step.row.kind === 'test') continue;
        if (receiversOf(step.row.kind).length === 0) nobody.push(dialog);
      }
    }
    return nobody;
  });

  return {
    /** Opens, tells and ends alerts as things are now. */
    look(): void {
      const found = read();
      if (decide(found).length > 0) apply(found).forEach(onNobody);
      messages.pack(policy.spacingMs);
    },
    /** Tells of something that happened, once; what is noted while it is muted is told when it is noted again. */
    note: transition((event: NoteFields): void => {
      const row = rows.get(rows.note(event, now())) as AlertRow;
      if (row.told_at !== null) return;
      if (mutes.holds(event.kind)) rows.hold(row.id, 'muted');
      else tell(row, 'opened');
    }),
    /** A message to see whether one arrives. */
    test: transition((receiver: Receiver, by: string): TestMessage => {
      const { channel, browser_id: browser } = receiver;
      const at = now();
      const id = rows.note(
        {
          ...{
            condition: `test-${channel}-${browser}-${at}-${by}`,
            kind: 'test',
            severity: 'info',
            page: '/alerts.html',
          },
          title: 'Test of the alerts',
          message: `${by} wanted to see whether messages arrive by ${channel}.`,
        },
        at,
      );
      rows.told(id, 'opened', at);
      return messages.addTest(id, receiver);
    }),
    /** False where it is over. */
    acknowledge: (id: number, by: string): boolean => rows.acknowledge(id, by, now()),
    get: (id: number) => rows.get(id),
    deliveriesOf: (id: number): readonly DeliveryRow[] => rows.deliveries(id),
    /** What became of the last message of a channel. */
    lastOf: (channel: AlertChannel) => rows.lastOf(channel),
    /** What became of the last message to a browser. */
    lastTo: (browserId: number) => rows.lastTo(browserId),
    messages,
    mutes,
    policy,
    sleptMs,
    /** The newest first. */
    list({ state, kind, from }: AlertFilter, limit: number, offset: number) {
      const further: Condition[] = [];
      if (from !== undefined) further.push(['since >= ?', sqlTime(new Date(from))]);
      const where = { state: ifAny(state), kind: ifAny(kind) };
      const sort = [{ column: 'since', descending: true }];
      return { ...list({ where, further, sort, limit, offset }), limit, offset };
    },
  };
}

/** The policy of a store that tells nobody. */
export const NOBODY: AlertPolicy = {
  channelsOf: () => [],
  dwellMs: () => 0,
  cooldownMs: () => 0,
  spacingMs: 0,
};
