/**
 * Lines of the log files as the filter of the address wants them: from the end, then as they come, and what is older
 * when it is wanted. Nothing jumps under somebody who reads further down: what comes meanwhile waits.
 */
import { batch, signal } from '@preact/signals';
import { setParameters, parameter } from '../../app/address';
import { type Answer, call, messageOf, type Query } from '../../app/api';
import { Turns } from '../../app/refresh';
import { at } from '../../app/root';
import { aboutOf } from './about';

type Page = Answer<'GET /api/logs/lines'>;
type LogLine = Page['items'][number];
export type Line = LogLine & { readonly key: number };
export type Part = Answer<'GET /api/logs'>['items'][number];

/** More would be too many to keep; what is older can be read again. */
const MOST_LINES = 20_000;
/** Pages of a filter that few lines fit: each looks at much of the files. */
const PAGES_AT_ONCE = 5;
/** A tab in the background gives its connection back: a browser has six to a server. */
const HIDDEN_MS = 10_000;

export const FILTERS = ['level', 'part', 'q', 'about'] as const;
export type Filter = (typeof FILTERS)[number];

/** The newest first. */
export const lines = signal<readonly Line[]>([]);
export const waiting = signal<readonly Line[]>([]);
export const parts = signal<readonly Part[]>([]);
export const live = signal(false);
export const reading = signal(true);
export const fault = signal<string | null>(null);
/** Where what is older begins; null: there is no more. */
export const next = signal<string | null>(null);
export const searchedTo = signal<string | null>(null);
/** What was older was let go of. */
export const cut = signal(false);

let lastKey = 0;
let isAtTop = true;
let source: EventSource | undefined;
let hiding: ReturnType<typeof setTimeout> | undefined;
const turns = new Turns();

const keyed = (items: readonly LogLine[]): Line[] => items.map((line) => ({ ...line, key: ++lastKey }));

export function setFilters(values: Readonly<Partial<Record<Filter, string>>>): void {
  setParameters(values);
  startOver();
}

export function wanted(): Query<'GET /api/logs/lines'> {
  const [level, part, q] = (['level', 'part', 'q'] as const).map(parameter);
  return {
    ...(level && { level }),
    ...(part && { part }),
    ...(q && { q }),
    ...aboutOf(parameter('about')),
  };
}

export function startLogs(): void {
  startOver();
  void call('GET /api/logs').then(
    ({ items }) => (parts.value = items),
    (error: unknown) => (fault.value = messageOf(error)),
  );
  window.addEventListener('popstate', startOver);
  document.addEventListener('visibilitychange', () => {
    clearTimeout(hiding);
    if (document.hidden) hiding = setTimeout(close, HIDDEN_MS);
    else if (!source) open();
  });
}

/** Whether the newest lines are in view. */
export function readsAtTop(isThere: boolean): void {
  isAtTop = isThere;
  if (isThere) showWaiting();
}

export function showWaiting(): void {
  if (waiting.peek().length === 0) return;
  batch(() => {
    put([...waiting.peek(), ...lines.peek()]);
    waiting.value = [];
  });
}

/** Reads what is older, until some of it fits or there is no more. */
export async function readOlder(): Promise<void> {
  if (reading.peek() || next.peek() === null) return;
  const counts = turns.begin();
  reading.value = true;
  try {
    for (let page = 0, found = 0; page < PAGES_AT_ONCE && found === 0; page++) {
      const before = next.peek();
      if (before === null) break;
      const answer = await call('GET /api/logs/lines', { query: { ...wanted(), before } });
      if (!counts()) return;
      found = answer.items.length;
      batch(() => {
        lines.value = [...lines.peek(), ...keyed(answer.items)];
        takePlace(answer);
      });
    }
  } catch (error) {
    if (counts()) fault.value = messageOf(error);
  }
  if (counts()) reading.value = false;
}

function takePlace(page: Page): void {
  next.value = page.next;
  searchedTo.value = page.searched_to ?? searchedTo.peek();
}

function startOver(): void {
  turns.outdate();
  close();
  batch(() => {
    lines.value = [];
    waiting.value = [];
    searchedTo.value = null;
    next.value = null;
    fault.value = null;
    cut.value = false;
    reading.value = true;
  });
  open();
}
export const readAgain = startOver;

function close(): void {
  source?.close();
  source = undefined;
  live.value = false;
}

function open(): void {
  const given = Object.entries(wanted()).map(([name, value]) => [name, String(value)]);
  const stream = new EventSource(at(`/api/logs/stream?${new URLSearchParams(given).toString()}`));
  source = stream;
  stream.addEventListener('page', ({ data }: MessageEvent<string>) => takePage(JSON.parse(data) as Page));
  stream.addEventListener('lines', ({ data }: MessageEvent<string>) =>
    takeNew((JSON.parse(data) as Pick<Page, 'items'>).items.toReversed()),
  );
  stream.addEventListener('error', () => {
    live.value = false;
    // It comes back by itself, unless it was refused: a call tells why.
    if (stream.readyState !== EventSource.CLOSED || source !== stream) return;
    source = undefined;
    call('GET /api/logs').catch((error: unknown) => {
      reading.value = false;
      fault.value = messageOf(error);
    });
  });
}

/** What a stream begins with: after a break, what came since the newest line that is shown. */
function takePage(page: Page): void {
  live.value = true;
  const known = waiting.peek()[0] ?? lines.peek()[0];
  const place = known ? page.items.findIndex((line) => isSame(line, known)) : -1;
  if (place >= 0) {
    takeNew(page.items.slice(0, place));
    return;
  }
  batch(() => {
    lines.value = keyed(page.items);
    waiting.value = [];
    cut.value = false;
    reading.value = false;
    takePlace(page);
  });
  if (page.items.length === 0) void readOlder();
}

const isSame = (a: LogLine, b: LogLine): boolean => a.at === b.at && a.text === b.text && a.part === b.part;

/** @param items the newest first */
function takeNew(items: readonly LogLine[]): void {
  if (items.length === 0) return;
  if (isAtTop) put([...keyed(items), ...lines.peek()]);
  else waiting.value = [...keyed(items), ...waiting.peek()].slice(0, MOST_LINES);
}

function put(all: readonly Line[]): void {
  lines.value = all.slice(0, MOST_LINES);
  if (all.length <= MOST_LINES) return;
  next.value = null;
  cut.value = true;
}
