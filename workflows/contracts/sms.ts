/** The hourly text message: what its workflow is asked for and what came of it. Plain JSON, without texts and numbers. */

/**
 * due: is sent in a moment, or again after a pause. sending: Dialpad is being asked; nobody knows yet.
 * sent: Dialpad took it. failed: it was not taken. unknown: it may have been taken; it is not sent again.
 */
export const SMS_STATUSES = ['due', 'sending', 'sent', 'failed', 'unknown'] as const;
export type SmsStatus = (typeof SMS_STATUSES)[number];

/** Name of the setting, and of the secret in the vault. */
export const DIALPAD_KEY = 'DIALPAD_API_KEY';

export interface SmsDurations {
  /** One request to Dialpad. */
  readonly sendTimeoutMs: number;
  readonly heartbeatTimeoutMs: number;
}

export interface SmsInput {
  readonly requestedBy: string;
  /** A person wants one now, whatever was sent in this hour and whether it is quiet. */
  readonly once: boolean;
  readonly durations: SmsDurations;
}

export type SmsPlan = { readonly smsId: number } | { readonly skipped: string };

export interface SmsTry {
  readonly status: SmsStatus;
  /** null: it is not tried again. */
  readonly retryInMs: number | null;
  /** For a person. */
  readonly reason: string | null;
}

export interface SmsResult {
  readonly outcome: 'sent' | 'failed' | 'unknown' | 'skipped';
  readonly smsId: number | null;
  readonly reason: string | null;
}

/** What the query `status` answers. */
export interface SmsRunStatus {
  readonly step: 'planning' | 'sending' | 'waiting' | 'ended';
  readonly smsId: number | null;
  readonly tries: number;
  readonly reason: string | null;
}

/** Short writes: local activities of the hub. Each may be repeated. */
export interface SmsRecordActivities {
  /** Writes down what is to be sent for this hour, once, or says why nothing is. */
  planSms(input: { requestedBy: string; once: boolean }): Promise<SmsPlan>;
  /** Nothing that Dialpad may have is changed. */
  giveUpSms(input: { smsId: number; reason: string }): Promise<void>;
}

export interface SmsActivities {
  /** One try. May be repeated: what was being sent when its worker ended is `unknown`. */
  sendSms(input: { smsId: number }): Promise<SmsTry>;
}
