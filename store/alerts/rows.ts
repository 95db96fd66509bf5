/** Rows of alerts and of their messages. Times are SQLite's, see store/db/time.ts. */
import type {
  AlertChannel,
  AlertEvent,
  AlertSeverity,
  AlertState,
  HeldBack,
  MessageStatus,
  ShownAlertKind,
} from '../../workflows/contracts/alerts';

export interface AlertRow {
  readonly id: number;
  readonly condition: string;
  readonly cause: string;
  readonly kind: ShownAlertKind;
  readonly severity: AlertSeverity;
  readonly title: string;
  readonly message: string;
  readonly page: string;
  readonly state: AlertState;
  readonly held: HeldBack | null;
  readonly since: string;
  readonly told_at: string | null;
  readonly escalated_at: string | null;
  readonly resolved_at: string | null;
  readonly acknowledged_at: string | null;
  readonly acknowledged_by: string | null;
}

/** Who gets a message. */
export interface Receiver {
  readonly channel: AlertChannel;
  /** Of the channel push; 0 = a channel with one receiver. */
  readonly browser_id: number;
}

export interface AlertMessageRow extends Receiver {
  readonly id: number;
  readonly test: number;
  readonly status: MessageStatus;
  readonly reason: string | null;
  /** JSON of AlertItem[], of the last try; null = it was not begun. */
  readonly items: string | null;
  readonly tries: number;
  readonly uncertain: number;
  readonly created_at: string;
  readonly tried_at: string | null;
  readonly ended_at: string | null;
}

export interface DeliveryRow extends Receiver {
  readonly id: number;
  readonly alert_id: number;
  readonly event: AlertEvent;
  readonly status: MessageStatus;
  readonly reason: string | null;
  readonly message_id: number | null;
  readonly created_at: string;
  readonly ended_at: string | null;
}

export interface MuteRow {
  readonly kind: ShownAlertKind | 'all';
  readonly until: string;
  readonly muted_by: string;
  readonly created_at: string;
}

/** Something that is so now, as the other tables have it. */
export interface AlertCondition extends Pick<
  AlertRow,
  'condition' | 'cause' | 'severity' | 'title' | 'message' | 'page' | 'since'
> {
  readonly kind: Exclude<ShownAlertKind, 'test'>;
  /** It has become worse, or nobody came: that is told once more. */
  readonly escalated: boolean;
}
