/** What people see of the spreadsheet's settings. */
import { missingForSheets } from '../activities/sheets/account';
import type { SheetsFacts } from '../api/context';
import type { Config } from '../config';
import type { Store } from '../store';

export const sheetsFacts = ({
  config: { sheets },
  store,
}: {
  config: Config;
  store: Store;
}): SheetsFacts => ({
  missing: () => missingForSheets(sheets, store),
  url:
    sheets.spreadsheetId === undefined
      ? null
      : `https://docs.google.com/spreadsheets/d/${sheets.spreadsheetId}/edit`,
});
