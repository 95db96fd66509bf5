/** What the charts show, read again while it is looked at. The range stands in the address. */
import { computed, signal } from '@preact/signals';
import { parameter, setParameters } from '../../app/address';
import { type Answer, call, messageOf } from '../../app/api';
import { keepReading, Turns } from '../../app/refresh';
import { on } from '../../app/state';

export type Figures = Answer<'GET /api/throughput'>;
export type Piece = Figures['pieces'][number];

/** By the word in the address. */
export const RANGES = { '24h': '24 hours', '7d': '7 days', '30d': '30 days', '1y': '1 year' } as const;
export type Range = keyof typeof RANGES;
const FIRST: Range = '24h';

const isRange = (word: string): word is Range => word in RANGES;
export const range = computed((): Range => {
  const asked = parameter('range');
  return isRange(asked) ? asked : FIRST;
});
/** The usual one needs no word. */
export const chooseRange = (next: Range): void => setParameters({ range: next === FIRST ? '' : next });

/** The time zone of who looks: their days are counted. */
export const ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

export const figures = signal<Figures | null>(null);
/** Which piece is pointed at, in all charts; null: none. */
export const pointed = signal<number | null>(null);
/** Why it could not be read. */
export const fault = signal<string | null>(null);
const turns = new Turns();

/** Prompts that ended are a reason to read again: the counts change with them, however fast they come and go. */
const AT_MOST_EVERY_MS = 2_000;
const changes = signal(0);
let timer: ReturnType<typeof setTimeout> | undefined;
on('status', () => {
  timer ??= setTimeout(() => {
    timer = undefined;
    if (!document.hidden) changes.value += 1;
  }, AT_MOST_EVERY_MS);
});

export const loadThroughput = (): void =>
  keepReading(async () => {
    const wanted = range.value;
    void changes.value;
    const counts = turns.begin();
    try {
      const answer = await call('GET /api/throughput', { query: { range: wanted, time_zone: ZONE } });
      if (!counts()) return;
      if (figures.peek()?.range !== answer.range) pointed.value = null;
      figures.value = answer;
      fault.value = null;
    } catch (error) {
      if (counts()) fault.value = messageOf(error);
    }
  });
