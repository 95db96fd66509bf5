/** @jest-environment jsdom */
import {
  fromWholeCharacter,
  withEarlier,
  withLater,
  type LogPart,
} from '../../../web/src/features/tasks/log-parts';

const text = (parts: readonly LogPart[]): string => parts.map((part) => part.text).join('');
const line = (sign: string, length: number): string => `${sign.repeat(length - 1)}\n`;

it('adds what comes in small pieces to the last part, and begins the next one with a whole line', () => {
  const parts = [line('a', 40_000), 'half of ', 'a line\n'].reduce<readonly LogPart[]>(
    (before, piece) => withLater(before, { offset: text(before).length, text: piece }),
    [],
  );
  expect(parts.map((part) => part.text.length)).toEqual([40_000, 15]);
  const next = withLater([{ offset: 0, text: `${line('a', 40_000)}half`, carried: 0 }], {
    offset: 40_004,
    text: ' whole\n',
  });
  expect(next.map((part) => part.text)).toEqual([line('a', 40_000), 'half whole\n']);
  expect(next[1]).toMatchObject({ offset: 40_004, carried: 4 });
});

it('joins a line that was cut with its beginning, which is read later', () => {
  const end = withLater([], { offset: 10, text: 'end\nlast\n' });
  const parts = withEarlier(end, { offset: 0, text: 'first\nthe ' });
  expect(parts.map((part) => part.text)).toEqual(['first\n', 'the end\nlast\n']);
  expect(withEarlier(end, { offset: 4, text: 'no end' }).map((part) => part.text)).toEqual([
    'no endend\nlast\n',
  ]);
});

it('lets the oldest parts go, and begins exactly where the next one was read', () => {
  let parts: readonly LogPart[] = withEarlier(withLater([], { offset: 10, text: 'end\n' }), {
    offset: 0,
    text: 'first\nthe ',
  });
  for (let at = 14; at < 1_100_000; at += 50_000) {
    parts = withLater(parts, { offset: at, text: line('x', 50_000) });
  }
  expect(text(parts).length).toBeLessThanOrEqual(1_000_000);
  const [first] = parts;
  expect((first?.offset ?? 0) - 14).toBe((first?.offset ?? 0) - 14 - (((first?.offset ?? 0) - 14) % 50_000));
  expect(first?.carried).toBe(0);
  expect((first?.offset ?? 0) + text(parts).length).toBe(14 + 50_000 * 22);
});

it('begins with a whole character', () => {
  expect(fromWholeCharacter({ offset: 5, text: '\uFFFD\uFFFDä' })).toEqual({ offset: 7, text: 'ä' });
  expect(fromWholeCharacter({ offset: 0, text: '\uFFFDä' })).toEqual({ offset: 0, text: '\uFFFDä' });
});
