/** The spreadsheet: how it stands, and a run now. */
import type { z } from 'zod';
import { isoTime } from '../../store/db/time';
import type { SheetSyncRow, SheetTabRow } from '../../store/sheets';
import { SHEETS_SCHEDULE } from '../../workflows/contracts/wire-names';
import { conflict, HttpError } from '../http/errors';
import { routes } from '../http/route';
import { sheetsOperations } from './operations';
import type { sheetSync } from './responses';

const SHOWN = 10;

export const sheetsRoutes = routes(sheetsOperations)(({ store, orchestrator, sheets, log }) => ({
  get() {
    const missing = sheets.missing();
    const items = store.sheetSyncs.list(SHOWN).map((row) => syncView(row, store.sheetSyncs.tabs(row.id)));
    return { configured: missing === null, missing, url: sheets.url, items };
  },

  /** By its schedule, which never has two runs at once. */
  async run({ actor: by }) {
    const missing = sheets.missing();
    const entry = orchestrator.scheduleEntry(SHEETS_SCHEDULE);
    if (missing !== null || !entry)
      throw new HttpError(
        409,
        'sheets_not_configured',
        `Nothing was written: ${missing ?? 'start it again'}.`,
      );
    if ((await orchestrator.triggerSchedule(entry)) === undefined)
      throw conflict('The spreadsheet is being written already: wait until that has ended.');
    log.info({ by }, 'the spreadsheet was asked for');
    return { state: 'running' };
  },
}));

function syncView(row: SheetSyncRow, tabs: readonly SheetTabRow[]): z.output<typeof sheetSync> {
  const { id, status, reason } = row;
  return {
    ...{ id, status, reason, started_at: isoTime(row.started_at), ended_at: isoTime(row.ended_at) },
    tabs: tabs.map(({ tab, rows, added, updated, done, reason: why, notes }) => ({
      ...{ tab, rows, added, updated, done: done === 1, reason: why, notes: JSON.parse(notes) as string[] },
    })),
  };
}
