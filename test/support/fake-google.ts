/** Google's Sheets API and its tokens, with one spreadsheet that a test can look at and change as people do. */
import { generateKeyPairSync, createVerify } from 'node:crypto';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

export const SPREADSHEET = 'spreadsheet-of-the-test';
const LARGEST_REQUEST = 2_000_000;
const LONGEST_CELL = 50_000;

const { privateKey, publicKey } = generateKeyPairSync('rsa', {
  modulusLength: 2_048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
});
/** As Google's console gives it. */
export const ACCOUNT = {
  ...{ type: 'service_account', project_id: 'test', private_key_id: 'key-1', private_key: privateKey },
  ...{ client_email: 'sync@test.iam.gserviceaccount.com', token_uri: 'http://127.0.0.1:9/never-asked' },
};

interface FakeTab {
  id: number;
  title: string;
  rowCount: number;
  columnCount: number;
  cells: string[][];
}
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body: any;
}
/** What a request gets in the place of an answer. `late`: it is done all the same. */
export interface Trouble {
  readonly on: RegExp;
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Nothing is answered before, and the connection may have gone by then. */
  readonly late?: Promise<unknown>;
  /** Done before the request is. */
  readonly before?: () => unknown;
}

class Refusal extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

export class FakeGoogle {
  tabs: FakeTab[] = [];
  readonly requests: Asked[] = [];
  tokens = 0;
  troubles: Trouble[] = [];
  readonly #server: Server;
  readonly #askers = new Set<() => void>();
  url = '';

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ status, headers = {}, body }) => {
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body);
      });
    });
  }
  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }
  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
  clear(): void {
    this.tabs = [];
    this.troubles = [];
    this.requests.length = 0;
    this.tokens = 0;
  }
  /** Until so many requests of that kind were made. */
  async asked(on: RegExp, count = 1): Promise<void> {
    while (this.requests.filter(({ method, path }) => on.test(`${method} ${path}`)).length < count)
      await new Promise<void>((resolve) => this.#askers.add(resolve));
  }
  tab(title: string): FakeTab {
    const found = this.tabs.find((tab) => tab.title === title);
    if (!found) throw new Error(`there is no tab ${title}`);
    return found;
  }
  addTab(title: string, cells: string[][] = [], rowCount = 1_000, columnCount = 26): FakeTab {
    const tab = { id: this.tabs.length + 1, title, rowCount, columnCount, cells };
    this.tabs.push(tab);
    return tab;
  }
  /** Cells of a column below its title. */
  column(tab: string, title: string): string[] {
    const [head = [], ...rows] = this.tab(tab).cells;
    const place = head.indexOf(title);
    return rows.map((row) => row[place] ?? '');
  }

  async #answer(
    request: IncomingMessage,
  ): Promise<{ status: number; headers?: Record<string, string>; body: string }> {
    const sent = await text(request);
    const { method = '', url: path = '' } = request;
    if (path === '/token') return this.#token(sent);
    const json: unknown = sent === '' ? undefined : JSON.parse(sent);
    this.requests.push({ method, path: decodeURIComponent(path.replaceAll('+', ' ')), body: json });
    for (const wake of this.#askers) wake();
    this.#askers.clear();
    const index = this.troubles.findIndex(({ on }) => on.test(`${method} ${decodeURIComponent(path)}`));
    const [trouble] = index < 0 ? [] : this.troubles.splice(index, 1);
    trouble?.before?.();
    if (trouble?.status !== undefined)
      return { status: trouble.status, headers: trouble.headers ?? {}, body: trouble.body ?? '{}' };
    let done: { status: number; body: string };
    try {
      if (request.headers.authorization !== 'Bearer token-of-the-test') throw new Refusal(401, 'no token');
      if (sent.length > LARGEST_REQUEST) throw new Refusal(413, 'too large');
      done = { status: 200, body: JSON.stringify(this.#do(method, new URL(path, this.url), json)) };
    } catch (error) {
      const { status, message } = error as Refusal;
      done = { status, body: JSON.stringify({ error: { status: 'INVALID_ARGUMENT', message } }) };
    }
    await trouble?.late;
    return done;
  }

  #token(sent: string): { status: number; body: string } {
    this.tokens += 1;
    const [head = '', claims = '', signature = ''] =
      new URLSearchParams(sent).get('assertion')?.split('.') ?? [];
    const isGood = createVerify('RSA-SHA256')
      .update(`${head}.${claims}`)
      .verify(publicKey, signature, 'base64url');
    const { iss } = JSON.parse(Buffer.from(claims, 'base64url').toString() || '{}') as { iss?: string };
    if (!isGood || iss !== ACCOUNT.client_email)
      return { status: 400, body: '{"error":"invalid_grant","error_description":"Invalid JWT Signature."}' };
    return {
      status: 200,
      body: '{"access_token":"token-of-the-test","expires_in":3600,"token_type":"Bearer"}',
    };
  }

  #do(method: string, url: URL, body: any): unknown {
    const site = `/v4/spreadsheets/${SPREADSHEET}`;
    if (!url.pathname.startsWith(site)) throw new Refusal(404, 'Requested entity was not found.');
    const what = `${method} ${url.pathname.slice(site.length)}`;
    if (what === 'GET ') {
      const sheets = this.tabs.map(({ id: sheetId, title, rowCount, columnCount }) => ({
        properties: { sheetId, title, gridProperties: { rowCount, columnCount } },
      }));
      return { sheets };
    }
    if (what === 'GET /values:batchGet') {
      const byColumns = url.searchParams.get('majorDimension') === 'COLUMNS';
      return {
        valueRanges: url.searchParams.getAll('ranges').map((range) => {
          const values = trimmed(byColumns ? turned(this.#read(range)) : this.#read(range));
          return { range, ...(values.length > 0 && { values }) };
        }),
      };
    }
    if (what === 'POST /values:batchUpdate') {
      if (body.valueInputOption !== 'RAW') throw new Refusal(400, 'only RAW keeps texts');
      for (const { range, values } of body.data) this.#check(range, values);
      for (const { range, values } of body.data) this.#write(range, values);
      return {};
    }
    if (what === 'POST :batchUpdate') {
      for (const one of body.requests) this.#change(one);
      return {};
    }
    throw new Refusal(404, `no ${what}`);
  }

  #change({ addSheet, appendDimension }: any): void {
    if (addSheet) {
      const { title, gridProperties } = addSheet.properties;
      if (this.tabs.some((tab) => tab.title.toLowerCase() === title.toLowerCase()))
        throw new Refusal(400, `A sheet with the name "${title}" already exists.`);
      this.addTab(title, [], gridProperties.rowCount, gridProperties.columnCount);
    }
    if (appendDimension) {
      const tab = this.tabs.find(({ id }) => id === appendDimension.sheetId);
      if (!tab) throw new Refusal(400, 'no such sheet');
      const length = Number(appendDimension.length);
      if (appendDimension.dimension === 'ROWS') tab.rowCount += length;
      else tab.columnCount += length;
    }
  }

  #read(range: string): string[][] {
    const { tab, row, column, rows, columns } = this.#find(range);
    return Array.from({ length: rows }, (_, r) =>
      Array.from({ length: columns }, (__, c) => tab.cells[row + r]?.[column + c] ?? ''),
    );
  }
  #check(range: string, values: unknown[][]): void {
    const { rows, columns } = this.#find(range);
    if (values.length !== rows || values.some((cells) => cells.length !== columns))
      throw new Refusal(400, `${range} has other measures`);
    for (const cell of values.flat())
      if (typeof cell !== 'string' || cell.length > LONGEST_CELL)
        throw new Refusal(
          400,
          'Your input contains more than the maximum of 50000 characters in a single cell.',
        );
  }
  #write(range: string, values: string[][]): void {
    const { tab, row, column } = this.#find(range);
    values.forEach((cells, r) => {
      while (tab.cells.length <= row + r) tab.cells.push([]);
      const line = tab.cells[row + r] ?? [];
      cells.forEach((cell, c) => {
        while (line.length <= column + c) line.push('');
        line[column + c] = cell;
      });
    });
  }
  #find(range: string) {
    const parts = /^'(.+)'!(?:([A-Z]+)?(\d+)):(?:([A-Z]+)?(\d+))$/.exec(range);
    const tab = this.tabs.find(({ title }) => title === parts?.[1]?.replaceAll("''", "'"));
    if (!parts || !tab) throw new Refusal(400, `Unable to parse range: ${range}`);
    const [, , fromColumn, fromRow, toColumn, toRow] = parts;
    const column = fromColumn === undefined ? 0 : numberOf(fromColumn);
    const row = Number(fromRow) - 1;
    const lastColumn = toColumn === undefined ? tab.columnCount - 1 : numberOf(toColumn);
    if (Number(toRow) > tab.rowCount || lastColumn >= tab.columnCount)
      throw new Refusal(400, `Range (${range}) exceeds grid limits.`);
    return { tab, row, column, rows: Number(toRow) - row, columns: lastColumn - column + 1 };
  }
}

const numberOf = (letters: string): number =>
  Array.from(letters).reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
const turned = (rows: string[][]): string[][] =>
  (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? ''));
/** As Google leaves out what is empty at the ends. */
function trimmed(lines: string[][]): string[][] {
  const short = lines.map((line) => line.slice(0, line.findLastIndex((cell) => cell !== '') + 1));
  return short.slice(0, short.findLastIndex((line) => line.length > 0) + 1);
}
