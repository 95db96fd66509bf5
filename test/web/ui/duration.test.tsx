/** Lengths and times in texts. */
import { lengthFrom, lengthText, localTime, withLocalTimes } from '../../../web/src/ui/duration';

test('a length is in the largest unit that it is whole in', () => {
  expect([45, 90, 120, 5400, 7200, 86_400, 90_000].map(lengthText)).toEqual([
    '45s',
    '90s',
    '2m',
    '90m',
    '2h',
    '1d',
    '25h',
  ]);
});

test('a plain number is seconds, all else goes as it was written', () => {
  expect([' 30 ', '5m ', 'soon'].map(lengthFrom)).toEqual([30, '5m', 'soon']);
});

test('times of the record are read as local ones', () => {
  const at = '2026-11-28T07:17:11.019Z';
  expect(withLocalTimes(`waits until ${at}`)).toBe(`waits until ${localTime(at)}`);
  expect(withLocalTimes('waits for #41')).toBe('waits for #41');
});
