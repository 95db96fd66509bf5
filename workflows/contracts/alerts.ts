/** Alerts: what a person should know of, by which channels they are told, and what became of each message. */

/**
 * health: an outage. approval, question: a dialog that waits for a person. plan: a gate or a task of a plan that waits for
 * one. budget: four fifths of one are used, or all. prompt: given up, or nobody knows whether it was done.
 * secret: some expire, or should be changed.
 */
export const ALERT_KINDS = ['health', 'approval', 'question', 'plan', 'budget', 'prompt', 'secret'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];
/** Beside those: a message that a person asked for, to see whether it arrives. */
export type ShownAlertKind = AlertKind | 'test';
export const SHOWN_ALERT_KINDS = [...ALERT_KINDS, 'test'] as const satisfies readonly ShownAlertKind[];

/** push: the browsers that people have subscribed, each with messages of its own. */
export const ALERT_CHANNELS = ['webhook', 'ntfy', 'slack', 'email', 'push', 'sms'] as const;
export type AlertChannel = (typeof ALERT_CHANNELS)[number];
/** Those with one receiver, which is that of the settings. */
export const SET_CHANNELS = ['webhook', 'ntfy', 'slack', 'email', 'sms'] as const satisfies AlertChannel[];
export type SetChannel = (typeof SET_CHANNELS)[number];

export const ALERT_SEVERITIES = ['info', 'warning', 'critical'] as const;
export type AlertSeverity = (typeof ALERT_SEVERITIES)[number];

/** pending: it has not been so for long enough. open: it is so. resolved: it is over. */
export const ALERT_STATES = ['pending', 'open', 'resolved'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** What is told of an alert, each once a channel. escalated: it has become worse, or nobody came. */
export const ALERT_EVENTS = ['opened', 'escalated', 'resolved'] as const;
export type AlertEvent = (typeof ALERT_EVENTS)[number];

/**
 * due: waits to be sent, or to be sent again. sending: the other side is being asked; nobody knows yet. sent: it took it.
 * failed: it did not. unknown: it may have it; it is not sent again. dropped: it was over before it could be sent.
 */
export const MESSAGE_STATUSES = ['due', 'sending', 'sent', 'failed', 'unknown', 'dropped'] as const;
export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** Why an alert that is open was not told. */
export const HELD_BACK = ['muted', 'cooldown', 'acknowledged'] as const;
export type HeldBack = (typeof HELD_BACK)[number];

/** One line of a message. Kept as it was when the message may have arrived. */
export interface AlertItem {
  readonly alertId: number;
  readonly kind: ShownAlertKind;
  readonly event: AlertEvent;
  readonly severity: AlertSeverity;
  readonly title: string;
  readonly message: string;
  /** Path of the page. */
  readonly page: string;
  /** ISO 8601. */
  readonly since: string;
  /** It was over when the message was made; ISO 8601. */
  readonly resolvedAt: string | null;
}

/** When, and by what, people are told. */
export interface AlertPolicy {
  /** Those that are set up and wanted for it. */
  channelsOf(kind: AlertKind): readonly AlertChannel[];
  /** So long must it be so before it is told. */
  dwellMs(kind: AlertKind): number;
  /** So long is the same thing not told again. */
  cooldownMs(kind: AlertKind): number;
  /** Between two messages of one channel: what comes meanwhile is told together. */
  readonly spacingMs: number;
}
