/** The figures of charts, in pieces of time of whoever looks, over the real API and record. */
import { piecesOf } from '../../api/throughput/pieces';
import { queued, sees, there } from '../store/support';
import { startApi, type TestApi } from '../support/api';
import { expectError } from './http';

const at = (time: string): number => Date.parse(time);
const begins = (range: Parameters<typeof piecesOf>[0], now: string, zone: string): string[] =>
  piecesOf(range, at(now), zone).map(({ from }) => new Date(from * 1_000).toISOString());
const hoursOf = (range: Parameters<typeof piecesOf>[0], now: string, zone: string): number[] =>
  piecesOf(range, at(now), zone).map(({ from, to }) => (to - from) / 3_600);

describe('the pieces of time', () => {
  test('a day has 24 whole hours of the zone, the last of which goes on', () => {
    const hours = begins('24h', '2026-03-10T12:10:00Z', 'Asia/Kolkata');
    expect(hours).toHaveLength(24);
    expect([hours[0], hours.at(-1)]).toEqual(['2026-03-09T12:30:00.000Z', '2026-03-10T11:30:00.000Z']);
  });

  test('today begins at the midnight of the zone', () => {
    expect(begins('today', '2026-03-10T01:30:00Z', 'Europe/Berlin')).toEqual([
      '2026-03-09T23:00:00.000Z',
      '2026-03-10T00:00:00.000Z',
      '2026-03-10T01:00:00.000Z',
    ]);
  });

  test.each([
    ['the day on which the clocks go forward', '2026-03-29T21:30:00Z', 23],
    ['the day on which they go back', '2026-10-25T22:30:00Z', 25],
  ])('%s has its own number of hours', (_what, now, hours) => {
    const days = hoursOf('30d', now, 'Europe/Berlin');
    expect(days).toHaveLength(30);
    expect(days.at(-1)).toBe(hours);
    expect(new Set(days.slice(0, -1))).toEqual(new Set([24]));
    expect(hoursOf('today', now, 'Europe/Berlin')).toEqual(Array.from({ length: hours }, () => 1));
    const ofTheDay = hoursOf('7d', now, 'Europe/Berlin').slice(6 * 8);
    expect(ofTheDay.reduce((sum, each) => sum + each, 0)).toBe(hours);
  });

  test('a day without a midnight begins at one, and those after it at midnight', () => {
    const pieces = piecesOf('30d', at('2026-04-30T21:30:00Z'), 'Africa/Cairo');
    const hour = new Intl.DateTimeFormat('en', {
      timeZone: 'Africa/Cairo',
      hour: '2-digit',
      hourCycle: 'h23',
    });
    const others = pieces.filter(({ from }) => hour.format(from * 1_000) !== '00');
    expect(others.map(({ from }) => from * 1_000)).toEqual([at('2026-04-23T22:00:00Z')]);
    expect(pieces.at(-1)?.from).toBe(at('2026-04-30T21:00:00Z') / 1_000);
  });

  test('a week that ends in the middle of a day has no piece of the future', () => {
    const pieces = begins('7d', '2026-03-10T10:00:00Z', 'UTC');
    expect(pieces).toHaveLength(6 * 8 + 4);
    expect(pieces.at(-1)).toBe('2026-03-10T09:00:00.000Z');
  });

  test('a year has weeks, which begin on Monday, whatever the clocks do', () => {
    const weeks = piecesOf('1y', at('2026-06-10T12:00:00Z'), 'Europe/Berlin');
    expect(weeks).toHaveLength(53);
    const local = new Intl.DateTimeFormat('en', {
      timeZone: 'Europe/Berlin',
      weekday: 'short',
      hour: 'numeric',
    });
    const firsts = weeks.map(({ from }) => local.format(from * 1_000));
    expect(new Set(firsts).size).toBe(1);
    expect(firsts[0]).toContain('Mon');
  });

  test.each(['today', '24h', '7d', '30d', '1y'] as const)('%s is of one piece, without a hole', (range) => {
    for (const zone of ['Pacific/Chatham', 'America/New_York', 'Australia/Lord_Howe', 'UTC']) {
      const pieces = piecesOf(range, at('2026-04-05T17:05:00Z'), zone);
      expect(pieces.slice(1).map(({ from }) => from)).toEqual(pieces.slice(0, -1).map(({ to }) => to));
      expect(pieces.every(({ from, to }) => from % 900 === 0 && to % 900 === 0)).toBe(true);
    }
  });
});

describe('over the API', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.close());

  test('it tells what ended, and that nobody was there before', async () => {
    const { store } = api;
    const id = queued(store, { target_session: 'a' });
    sees(store, 'a');
    if (store.leases.get(id) === undefined) store.assign();
    there(store.leases.get(id));
    store.throughput.look();
    store.lifecycle.settle(id, 'completed', 'done');
    const { status, body } = await api.call('/api/throughput?range=today&time_zone=Europe/Berlin');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ range: 'today', time_zone: 'Europe/Berlin' },
      whole: { completed: 1, failed: 0, sessions: 1, cost_usd: 0 },
    });
    const day = await api.call('/api/throughput');
    expect(day.body).toMatchObject({ range: '24h', whole: { completed: 1 } });
    const pieces = day.body['pieces'] as { known: boolean; completed: number; utilisation: number | null }[];
    expect(pieces.slice(0, 22).every(({ known, utilisation }) => !known && utilisation === null)).toBe(true);
    expect(pieces.filter(({ known }) => known)).toEqual([expect.objectContaining({ completed: 1 })]);
  });

  test.each([
    ['range=2d', 'range', 'expected one of today, 24h, 7d, 30d, 1y'],
    ['time_zone=Mars/Base', 'time_zone', 'expected the name of a time zone, like Europe/Berlin'],
    ['time_zone=%2B02:00', 'time_zone', 'expected the name of a time zone, like Europe/Berlin'],
  ])('%s is refused', async (query, field, message) => {
    const answer = await api.call(`/api/throughput?${query}`);
    expectError(answer, 400, 'invalid_request');
    expect(answer.body).toMatchObject({ error: { details: [{ field, message }] } });
  });
});
