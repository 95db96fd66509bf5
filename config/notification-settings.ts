/** The settings of what reaches a person: text messages. */
import { z } from 'zod';

const NUMBER = 'expected a phone number like +15551234567';
const NUMBERS = 'expected up to ten phone numbers like +15551234567, separated by commas';
const QUIET = 'expected hours of the day like 22-7 or 22:30-6:45';

const phone = z.e164({ error: NUMBER });
const phones = z
  .string()
  .transform((text) =>
    text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  )
  .pipe(z.array(z.e164({ error: NUMBERS })).max(10, { error: NUMBERS }));

const hours = z
  .string()
  .regex(/^([01]?\d|2[0-4])(:[0-5]\d)?-([01]?\d|2[0-4])(:[0-5]\d)?$/, { error: QUIET })
  .transform((text) => {
    const [from = 0, to = 0] = text.split('-').map((time) => {
      const [hour = 0, minute = 0] = time.split(':').map(Number);
      return hour + minute / 60;
    });
    return { from, to };
  });

export const NOTIFICATION_SETTINGS = {
  DIALPAD_API_KEY: z
    .string()
    .min(1)
    .optional()
    .describe('key of the Dialpad API, for text messages; unset = the secret of this name in the vault'),
  DIALPAD_BASE_URL: z
    .url({ protocol: /^https?$/, error: 'expected an address like https://dialpad.com' })
    .prefault('https://dialpad.com')
    .describe('address of the Dialpad API'),
  DIALPAD_FROM_NUMBER: phone
    .optional()
    .describe('number of yours at Dialpad that text messages come from, like +15551234567'),
  SMS_TO: phones
    .optional()
    .describe('numbers that get the hourly text message, comma-separated, ten at most; unset = none is sent'),
  SMS_QUIET_HOURS: hours
    .optional()
    .describe('local hours without the hourly text message, like 22-7; unset = none'),
};

export interface SmsConfig {
  readonly apiKey: string | undefined;
  /** No slash at the end. */
  readonly baseUrl: string;
  readonly from: string | undefined;
  readonly to: readonly string[];
  /** Local time of day, as hours with fractions. */
  readonly quiet: { readonly from: number; readonly to: number } | null;
}

export const smsConfig = (values: z.output<z.ZodObject<typeof NOTIFICATION_SETTINGS>>): SmsConfig => ({
  apiKey: values.DIALPAD_API_KEY,
  baseUrl: values.DIALPAD_BASE_URL.replace(/\/+$/, ''),
  from: values.DIALPAD_FROM_NUMBER,
  to: values.SMS_TO ?? [],
  quiet: values.SMS_QUIET_HOURS ?? null,
});
