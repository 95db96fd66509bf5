/** Sends alerts as a text message, by the same way as the hourly one. */
import { sendBySms } from '../sms/dialpad';
import type { SmsSettings } from '../sms/settings';
import type { Channel } from './channel';
import { textOf } from './text';

export interface SmsChannelOptions {
  readonly settings: SmsSettings;
  readonly missing: () => string | null;
  /** @throws VaultError */
  readonly key: () => string;
}

/** Each 153 letters are a message of their own, and cost as much. */
const MOST_LINES = 4;
const LONGEST_LINE = 160;

export const smsChannel = ({ settings, missing, key }: SmsChannelOptions): Channel => ({
  knowsRepeats: false,
  missing,
  async send(message, signal) {
    const { title, lines } = textOf(message, MOST_LINES);
    const text = [`🔔 Architect: ${title}`, ...lines].map(cut).join('\n');
    const { baseUrl, from = '', to } = settings;
    const answer = await sendBySms({ baseUrl, key: key(), from, to, text }, signal);
    if (answer.outcome !== 'accepted') return answer;
    return answer.failure === null ? { outcome: 'sent' } : { outcome: 'refused', reason: answer.failure };
  },
});

const cut = (line: string): string => {
  if (line.length <= LONGEST_LINE) return line;
  // No half of a character at the end.
  return `${line.slice(0, LONGEST_LINE - 1).replace(/\p{Cs}$/u, '')}…`;
};
