/** The spreadsheet as the API shows it. */
import { z } from 'zod';
import { SHEET_SYNC_STATUSES, SHEET_TABS } from '../../workflows/contracts/sheets';
import { id, knownTime, text, time } from '../http/responses';

const tab = z.object({
  tab: z.enum(SHEET_TABS),
  rows: z.number().int().meta({ description: 'that the record has for it' }),
  added: z.number().int(),
  updated: z.number().int(),
  done: z.boolean().meta({ description: 'it is as the record is' }),
  reason: text.meta({ description: "why it isn't" }),
  notes: z.array(z.string()).meta({ description: 'what a person may want to put right' }),
});

export const sheetSync = z
  .object({
    id,
    status: z.enum(SHEET_SYNC_STATUSES),
    reason: text,
    started_at: knownTime,
    ended_at: time,
    tabs: z.array(tab),
  })
  .meta({ id: 'SheetSync' });

export const sheets = z
  .object({
    configured: z.boolean(),
    missing: text.meta({ description: 'what has to be set before anything is written' }),
    url: text.meta({ description: 'of the spreadsheet' }),
    items: z.array(sheetSync).meta({ description: 'runs, the newest first, ten at most' }),
  })
  .meta({ id: 'Sheets' });

export const sheetsStarted = z.object({ state: z.literal('running') }).meta({ id: 'SheetsStarted' });
