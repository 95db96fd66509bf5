/** The settings of the spreadsheet at Google that mirrors the record. */
import { resolve } from 'node:path';
import { z } from 'zod';

const ID = 'expected the id of a spreadsheet: the part between /d/ and /edit of its address';
const protocol = /^https?$/;

export const SHEETS_SETTINGS = {
  GOOGLE_SHEETS_ID: z
    .string()
    .regex(/^[\w-]{10,200}$/, { error: ID })
    .optional()
    .describe('id of the spreadsheet that is kept up to date; unset = none'),
  GOOGLE_SERVICE_ACCOUNT_FILE: z
    .string()
    .min(1)
    .optional()
    .describe(
      'file with the JSON key of the service account that writes to it; unset = the secret GOOGLE_SERVICE_ACCOUNT in the vault',
    ),
  GOOGLE_SHEETS_BASE_URL: z
    .url({ protocol, error: 'expected an address like https://sheets.googleapis.com' })
    .prefault('https://sheets.googleapis.com')
    .describe('address of the Google Sheets API'),
  GOOGLE_TOKEN_URL: z
    .url({ protocol, error: 'expected an address like https://oauth2.googleapis.com/token' })
    .prefault('https://oauth2.googleapis.com/token')
    .describe('where the service account gets its tokens'),
  ARCHITECT_SHEETS_INTERVAL_SECONDS: z.coerce
    .number()
    .int()
    .min(60)
    .prefault('900')
    .describe('how often the spreadsheet is brought up to date, in seconds'),
  ARCHITECT_SHEETS_PROMPTS: z.coerce
    .number()
    .int()
    .min(1)
    .max(10_000)
    .prefault('1000')
    .describe(
      'how many of the newest prompts the spreadsheet is kept up to date with; older ones stay as they are',
    ),
};

export interface SheetsConfig {
  readonly spreadsheetId: string | undefined;
  readonly accountFile: string | undefined;
  /** No slash at the end. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
  readonly prompts: number;
  /** null: there is no spreadsheet. */
  readonly everyMs: number | null;
}

export const sheetsConfig = (values: z.output<z.ZodObject<typeof SHEETS_SETTINGS>>): SheetsConfig => ({
  spreadsheetId: values.GOOGLE_SHEETS_ID,
  accountFile: values.GOOGLE_SERVICE_ACCOUNT_FILE && resolve(values.GOOGLE_SERVICE_ACCOUNT_FILE),
  baseUrl: values.GOOGLE_SHEETS_BASE_URL.replace(/\/+$/, ''),
  tokenUrl: values.GOOGLE_TOKEN_URL,
  prompts: values.ARCHITECT_SHEETS_PROMPTS,
  everyMs: values.GOOGLE_SHEETS_ID === undefined ? null : values.ARCHITECT_SHEETS_INTERVAL_SECONDS * 1_000,
});
