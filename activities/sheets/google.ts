/** The few calls of Google's Sheets API that are needed, their answers checked. Each may be repeated. */
import { z } from 'zod';
import { broken } from '../notifications/post';
import { SheetsFault } from './fault';
import type { ValueRange } from './layout';

export interface GoogleOptions {
  /** No slash at the end. */
  readonly baseUrl: string;
  readonly spreadsheetId: string;
  readonly email: string;
  readonly token: () => Promise<string>;
  readonly forgetToken: () => void;
  readonly signal: AbortSignal;
  readonly requestTimeoutMs: number;
}

const tabs = z.object({
  sheets: z.array(
    z.object({
      properties: z.object({
        sheetId: z.number(),
        title: z.string(),
        gridProperties: z.object({ rowCount: z.number(), columnCount: z.number() }).optional(),
      }),
    }),
  ),
});
// Numbers and truths are what people wrote: none of them is ours.
const cell = z.union([z.string(), z.number(), z.boolean()]).transform(String);
const ranges = z.object({ valueRanges: z.array(z.object({ values: z.array(z.array(cell)).default([]) })) });
const fault = z.object({ error: z.object({ status: z.string(), message: z.string() }) });

export interface Tab {
  readonly id: number;
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
}

export type Google = ReturnType<typeof googleSheets>;

export function googleSheets(options: GoogleOptions) {
  const { baseUrl, spreadsheetId } = options;
  const site = `${baseUrl}/v4/spreadsheets/${encodeURIComponent(spreadsheetId)}`;
  let requests = 0;
  const ask = (path: string, body?: unknown): Promise<unknown> => {
    requests += 1;
    return request(options, `${site}${path}`, body);
  };

  return {
    requests: () => requests,

    async tabs(): Promise<Tab[]> {
      const answer = checked(
        tabs,
        await ask('?fields=sheets.properties(sheetId,title,gridProperties(rowCount,columnCount))'),
      );
      // Tabs that hold a chart only have no grid.
      return answer.sheets.flatMap(({ properties: { sheetId: id, title, gridProperties: grid } }) =>
        grid ? [{ id, title, rows: grid.rowCount, columns: grid.columnCount }] : [],
      );
    },

    /** The cells of each range, row by row or column by column; without what is empty at their ends. */
    async read(wanted: readonly string[], by: 'ROWS' | 'COLUMNS'): Promise<string[][][]> {
      const query = new URLSearchParams(wanted.map((range): [string, string] => ['ranges', range]));
      query.set('majorDimension', by);
      query.set('valueRenderOption', 'FORMULA');
      const { valueRanges } = checked(ranges, await ask(`/values:batchGet?${query.toString()}`));
      return wanted.map((_, index) => valueRanges[index]?.values ?? []);
    },

    async addTab(title: string): Promise<void> {
      const properties = { title, gridProperties: { rowCount: 1_000, columnCount: 26, frozenRowCount: 1 } };
      await ask(':batchUpdate', { requests: [{ addSheet: { properties } }] });
    },

    /** Room at the end; where it is asked for twice, there is more of it. */
    async grow({ id }: Tab, rows: number, columns: number): Promise<void> {
      const append = (dimension: 'ROWS' | 'COLUMNS', length: number) =>
        length > 0 ? [{ appendDimension: { sheetId: id, dimension, length } }] : [];
      await ask(':batchUpdate', { requests: [...append('ROWS', rows), ...append('COLUMNS', columns)] });
    },

    /** As they are: RAW makes neither a formula nor a number of a text. */
    async write(data: readonly ValueRange[]): Promise<void> {
      await ask('/values:batchUpdate', { valueInputOption: 'RAW', data });
    },
  };
}

function checked<T>(schema: z.ZodType<T>, answer: unknown): T {
  const found = schema.safeParse(answer);
  if (found.success) return found.data;
  throw new SheetsFault('later', 'Google Sheets answered with something that is not what its API says');
}

async function request(options: GoogleOptions, url: string, body: unknown): Promise<unknown> {
  const { signal, requestTimeoutMs } = options;
  const token = await options.token();
  let response: Response;
  let text: string;
  try {
    response = await fetch(url, {
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
      // Nobody else gets the token.
      redirect: 'manual',
      signal: AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]),
    });
    text = await response.text();
  } catch (error) {
    signal.throwIfAborted();
    throw new SheetsFault('later', broken('Google Sheets', error).reason);
  }
  if (!response.ok) throw refusal(options, response, text);
  return parsed(text);
}

function refusal(options: GoogleOptions, { status, headers }: Response, text: string): SheetsFault {
  const said = fault.safeParse(parsed(text)).data?.error;
  const shown = `Google Sheets answered with status ${status}${said && /^\w{1,40}$/.test(said.status) ? ` (${said.status})` : ''}`;
  if (status === 429) {
    const seconds = Number(headers.get('retry-after') ?? NaN);
    return new SheetsFault('later', `${shown}: too many requests`, {
      retryAfterMs: Number.isFinite(seconds) ? seconds * 1_000 : null,
    });
  }
  if (status >= 500 || status === 408) return new SheetsFault('later', shown);
  if (status === 401) {
    options.forgetToken();
    return new SheetsFault('later', `${shown}: the service account's token is not taken`);
  }
  if (status === 403 && said?.message.includes('API has not been used'))
    return new SheetsFault(
      'refused',
      `${shown}: switch the Google Sheets API on in the project of the service account`,
    );
  if (status === 403)
    return new SheetsFault('refused', `${shown}: share the spreadsheet with ${options.email} as an editor`);
  if (status === 404)
    return new SheetsFault('refused', `${shown}: there is no spreadsheet of that id; check GOOGLE_SHEETS_ID`);
  const why = said ? `: ${said.message.replace(/\s+/g, ' ').slice(0, LONGEST_REASON)}` : '';
  // A range or a tab that is protected, too large, or was removed just now.
  return new SheetsFault('refused', `${shown}${why}`, { isOfTab: true });
}

const LONGEST_REASON = 200;

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
