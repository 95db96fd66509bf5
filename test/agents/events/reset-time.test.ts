/** When a usage limit ends, in the words in which agents say it. */
import { Settings } from 'luxon';
import { resetIn } from '../../../agents/events/reset-time';

const NOW = '2026-11-24T23:00:00Z'; // a Tuesday
const at = (iso: string): number => Date.parse(iso);
const read = (text: string, now = NOW): string | undefined => {
  const ms = resetIn(text, at(now));
  return ms === undefined ? undefined : new Date(ms).toISOString().replace('.000', '');
};

const { defaultZone } = Settings;
beforeAll(() => (Settings.defaultZone = 'America/New_York'));
afterAll(() => (Settings.defaultZone = defaultZone));

describe('a time at which a limit ends is read as the agents write it', () => {
  test.each([
    ["You've hit your limit · resets 1:15am (UTC)", '2026-11-25T01:15:00Z'],
    ["You've hit your session limit · resets 8pm (America/New_York)", '2026-11-25T01:00:00Z'],
    ["You've hit your session limit · resets 5pm (America/New_York)", '2026-11-25T22:00:00Z'],
    ["You've hit your weekly limit · resets Nov 27, 11:19pm (UTC)", '2026-11-27T23:19:00Z'],
    ["You've hit your Opus limit · resets Jan 2, 9am (UTC)", '2027-01-02T09:00:00Z'],
    ['Claude usage limit reached|1795569329', '2026-11-25T01:15:29Z'],
    ['usage limit reached, try again in 2 hours 5 minutes', '2026-11-25T01:05:00Z'],
    ['usage limit reached, resets in 3d 4h', '2026-11-28T03:00:00Z'],
    [
      'You’ve hit your usage limit. Visit https://x.y/z or try again at Nov 25th, 2026 1:16 AM (UTC).',
      '2026-11-25T01:16:00Z',
    ],
  ])('%s', (text, expected) => expect(read(text)).toBe(expected));

  test.each([
    ['resets 8:00\u202fPM', '2026-11-25T01:00:00Z'],
    ['resets at 8 p.m.', '2026-11-25T01:00:00Z'],
    ['try again at 20:00', '2026-11-25T01:00:00Z'],
    ['try again at 8:00:30 PM', '2026-11-25T01:00:30Z'],
    ['resets 12am', '2026-11-25T05:00:00Z'],
    ['resets 12pm', '2026-11-25T17:00:00Z'],
    ['resets at midnight', '2026-11-25T05:00:00Z'],
    ['resets at noon (UTC)', '2026-11-25T12:00:00Z'],
    ['resets 1:15am UTC', '2026-11-25T01:15:00Z'],
    ['resets 6pm PST', '2026-11-25T02:00:00Z'],
    ['resets 3am (UTC+2)', '2026-11-25T01:00:00Z'],
    ['resets 8pm (Nowhere/Land)', '2026-11-25T01:00:00Z'],
    ['try again at 2026-11-25T01:15:00Z', '2026-11-25T01:15:00Z'],
    ['try again at 2026-11-25 03:15:00+02:00', '2026-11-25T01:15:00Z'],
    ['resets on 27 Nov at 9am (UTC)', '2026-11-27T09:00:00Z'],
    ['resets 9am (UTC) on Nov 27', '2026-11-27T09:00:00Z'],
    ['resets tomorrow at 9am', '2026-11-25T14:00:00Z'],
    ['resets today at 5pm', '2026-11-24T22:00:00Z'],
    ['resets Friday at 9am', '2026-11-27T14:00:00Z'],
    ['resets Tue 9am', '2026-12-01T14:00:00Z'],
    ['try again in an hour', '2026-11-25T00:00:00Z'],
    ['try again in about 1 hr 30 mins', '2026-11-25T00:30:00Z'],
    ['Please try again in 1.5s', '2026-11-24T23:00:01.500Z'],
    ['resets in 1 week', '2026-12-01T23:00:00Z'],
  ])('other spellings: %s', (text, expected) => expect(read(text)).toBe(expected));

  test.each([
    ["You've hit your limit"],
    ['usage limit reached, try again later'],
    ['limit reached · resets monthly'],
    ['your usage limit resets 2 times'],
    ['usage limit, resets Feb 30, 9am'],
  ])('no time is no time: %s', (text) => expect(read(text)).toBeUndefined());
});

describe('a time that was just over is not taken for the next day’s, nor a day for the next year’s', () => {
  test.each([
    ['try again at 3:04 PM', '2026-11-24T20:04:30Z', '2026-11-24T20:04:00Z'],
    ['resets 11:58pm', '2026-11-25T05:03:00Z', '2026-11-25T04:58:00Z'],
    ['resets Tue 6pm', '2026-11-24T23:05:00Z', '2026-11-24T23:00:00Z'],
    ['resets Dec 30, 9am (UTC)', '2027-01-01T10:00:00Z', '2026-12-30T09:00:00Z'],
    ['resets Jan 2, 9am (UTC)', '2026-12-30T10:00:00Z', '2027-01-02T09:00:00Z'],
    // Already New Year in that zone.
    ['resets Jan 1, 9am (Asia/Tokyo)', '2026-12-31T16:00:00Z', '2027-01-01T00:00:00Z'],
    ['resets Feb 29, 9am (UTC)', '2028-02-28T12:00:00Z', '2028-02-29T09:00:00Z'],
  ])('%s, read at %s', (text, now, expected) => expect(read(text, now)).toBe(expected));

  test('one that is over for longer is the next day’s', () => {
    expect(read('try again at 3:04 PM', '2026-11-24T20:20:00Z')).toBe('2026-11-25T20:04:00Z');
  });
});

describe('a day without a time', () => {
  test('is its beginning', () => {
    expect(read('resets Dec 30 (UTC)')).toBe('2026-12-30T00:00:00Z');
    expect(read('resets Nov 30, 2026')).toBe('2026-11-30T05:00:00Z');
  });
  test('that has begun gives no time', () => {
    expect(read('resets Nov 24')).toBeUndefined();
    expect(read('resets Dec 30 (UTC)', '2027-01-01T10:00:00Z')).toBeUndefined();
  });
});

describe('where the clocks change', () => {
  // 1 November 2026 in New York: 1:30 am comes at 05:30Z and again at 06:30Z.
  test.each([
    ['resets 1:30am', '2026-11-01T05:00:00Z', '2026-11-01T05:30:00Z'],
    ['resets 1:30am', '2026-11-01T05:50:00Z', '2026-11-01T06:30:00Z'],
    ['resets 1:30am', '2026-11-01T06:45:00Z', '2026-11-02T06:30:00Z'],
    ['resets Nov 1, 1:30am', '2026-11-01T05:50:00Z', '2026-11-01T06:30:00Z'],
    ['resets Nov 1, 2026 1:30am', '2026-11-01T05:50:00Z', '2026-11-01T06:30:00Z'],
    ['resets tomorrow at 9am', '2026-10-31T16:00:00Z', '2026-11-01T14:00:00Z'],
    // 8 March 2026 has no 2:30 am there; the same clock an hour later stands for it.
    ['resets 2:30am', '2026-03-08T06:00:00Z', '2026-03-08T07:30:00Z'],
    ['resets 9am', '2026-03-07T20:00:00Z', '2026-03-08T13:00:00Z'],
  ])('%s, read at %s', (text, now, expected) => expect(read(text, now)).toBe(expected));
});
