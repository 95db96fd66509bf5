/** How a turn ended, and what that calls for. */
import { failureOf } from '../../../agents/events/failure';
import { questionIn, resultOf, type TurnEnding } from '../../../terminal/turn/result';

const NOW = Date.parse('2026-11-24T23:00:00Z');
const at = (iso: string): number => Date.parse(iso);
const failed = (message: string | null, more: Partial<TurnEnding> = {}): TurnEnding => ({
  ...{ how: 'failed', message, httpStatus: null, code: null, background: [] },
  ...more,
});
const kind = (message: string, more: Partial<TurnEnding> = {}) => failureOf(failed(message, more), NOW).kind;

describe('a failure', () => {
  test('at a usage limit waits for its end and a margin, or a while where no end is given', () => {
    expect(failureOf(failed("You've hit your limit · resets 1:15am (UTC)"), NOW)).toEqual({
      kind: 'limited',
      untilMs: at('2026-11-25T01:16:00Z'),
    });
    expect(failureOf(failed('x', { resetsAtMs: at('2026-11-25T02:00:00Z') }), NOW)).toEqual({
      kind: 'limited',
      untilMs: at('2026-11-25T02:01:00Z'),
    });
    expect(failureOf(failed(null, { code: 'usage_limit_exceeded' }), NOW)).toEqual({
      kind: 'limited',
      untilMs: NOW + 16 * 60_000,
    });
  });

  test('at a usage limit that is over by now waits for the margin only', () => {
    const soon = { kind: 'limited', untilMs: NOW + 60_000 };
    expect(failureOf(failed('usage limit, try again at 10:59 PM (UTC)'), NOW)).toEqual(soon);
    expect(failureOf(failed('x', { resetsAtMs: NOW - 3_600_000 }), NOW)).toEqual(soon);
  });

  test('goes by when the agent said it: a limit that ended while nobody read it is over', () => {
    const said = failed('usage limit, resets 6pm (UTC)', { atMs: at('2026-11-24T17:30:00Z') });
    expect(failureOf(said, NOW)).toEqual({ kind: 'limited', untilMs: NOW + 60_000 });
  });

  test.each([
    ['API Error: 400 mock invalid request'],
    ['Prompt is too long'],
    ['Context limit reached · context window is full'],
    ['Invalid API key · Fix external API key'],
    ['Please run /login'],
    ['unexpected status 401 Unauthorized: no'],
    ['Your credit balance is too low'],
  ])('that stays one is final: %s', (message) => expect(kind(message)).toBe('final'));

  test.each([
    ['API Error: Repeated 529 Overloaded errors'],
    ['API Error: 500 Internal server error'],
    ['API Error: Request rejected (429) · This request would exceed your rate limit'],
    ['exceeded retry limit, last status: 429 Too Many Requests'],
    ['stream disconnected before completion'],
  ])('that may pass is tried again: %s', (message) => expect(kind(message)).toBe('retry'));

  test('goes by the status the agent tells before its words', () => {
    expect(kind('something', { httpStatus: 404 })).toBe('final');
    expect(kind('something', { httpStatus: 503 })).toBe('retry');
  });
});

describe('each end has a result of its own', () => {
  const result = (ending: Partial<TurnEnding>, answer = 'Done.') =>
    resultOf('Claude Code', { ...failed(null), how: 'completed', ...ending }, answer, NOW);

  test('completed', () => {
    expect(result({})).toMatchObject({ result: 'completed', end: { outcome: 'completed' }, question: null });
  });

  test('a question is told with the answer, which completes the prompt', () => {
    expect(result({}, 'Both work.\n\nWhich database should I use: SQLite or PostgreSQL?')).toMatchObject({
      result: 'question',
      end: { outcome: 'completed', reason: 'Claude Code asks back' },
      question: 'Which database should I use: SQLite or PostgreSQL?',
    });
  });

  test('commands that still run', () => {
    expect(result({ background: [{ kind: 'command', title: 'npm run dev' }] })).toMatchObject({
      result: 'background',
      end: { outcome: 'completed', reason: expect.stringContaining('npm run dev') },
    });
  });

  test('stopped by a person', () => {
    expect(result({ how: 'interrupted' })).toMatchObject({
      result: 'interrupted',
      end: { outcome: 'interrupted' },
    });
  });

  test('failed for good, and failed for now', () => {
    expect(result({ how: 'failed', message: 'API Error: 400 no' })).toMatchObject({
      result: 'failed',
      end: { outcome: 'failed', mayRetry: false, reason: 'Claude Code failed: API Error: 400 no' },
    });
    expect(result({ how: 'failed', message: 'API Error: 529 Overloaded' }).end).toMatchObject({
      mayRetry: true,
    });
  });

  test('at the usage limit, until when is told', () => {
    expect(result({ how: 'failed', message: "You've hit your limit · resets 1:15am (UTC)" })).toMatchObject({
      result: 'limited',
      end: { outcome: 'limited', limitedUntilMs: at('2026-11-25T01:16:00Z') },
    });
  });
});

test('a question mark in the middle, or in code, is no question', () => {
  expect(questionIn('Is it done? Yes, it is.')).toBeNull();
  expect(questionIn('Use `a ? b : c`.')).toBeNull();
  expect(questionIn('**Shall I go on?**')).toBe('**Shall I go on?**');
});
