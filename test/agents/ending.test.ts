/** How a turn ended, read from recorded screens, for agents that tell nothing of it. */
import { agentById } from '../../agents';
import { afterLimit } from '../../terminal/watch/limit';
import { there } from '../store/support';
import { recording } from './recordings';

const ending = (folder: string, name: string) =>
  there(agentById(folder.split('-')[0] as string)).ending?.(recording(folder, name).frame);

const CLAUDE = 'claude-2.1.330';
const CODEX = 'codex-0.169.0';

test.each([
  [CLAUDE, '32-perm-bash-c-after-escape', 'interrupted'],
  [CLAUDE, '31-perm-bash-b-after-no', 'interrupted'],
  [CODEX, '32-perm-after-escape', 'interrupted'],
  [CLAUDE, '51-err400-final', 'failed'],
  [CLAUDE, '51-e401-final', 'failed'],
  [CLAUDE, '51-e529-final', 'failed'],
  [CODEX, '51-ce400-final', 'failed'],
  [CODEX, '51-ce529-final', 'failed'],
  [CLAUDE, '56-context-full', 'failed'],
  [CODEX, '54-usage-limit', 'failed'],
  [CODEX, '56-context-full', 'failed'],
])('%s %s: %s', (folder, name, how) => {
  expect(ending(folder, name)).toMatchObject({ how, message: expect.stringMatching(/\S/) });
});

test('a notice that is wrapped is read whole: the time of a usage limit stands at its end', () => {
  expect(ending(CODEX, '54-usage-limit')?.message).toMatch(/hit your usage limit.* try again at /);
});

test('what a full context means is read whole, and nothing below it', () => {
  const { frame } = recording(CLAUDE, '56-context-full');
  const row = frame.lines.findIndex((line) => line.includes('Context limit reached'));
  const first = '  ⎿  Prompt is too long · the request is large '.padEnd(frame.width - 12, 'x');
  const lines = frame.lines.with(row, first).toSpliced(row + 1, 0, '     aftermath · run /compact', '     x');
  expect(there(agentById('claude')).ending?.({ ...frame, lines })?.message).toBe(
    `${first.trim().slice(3)} aftermath · run /compact`,
  );
});

test.each([
  [CLAUDE, '11-idle-after-answer'],
  [CLAUDE, '15-question-in-text'],
  [CLAUDE, '10-idle-fresh-manual'],
  [CODEX, '11-idle-after-answer'],
  [CODEX, '10-idle-fresh'],
])('%s %s ended well', (folder, name) => expect(ending(folder, name)).toBeUndefined());

describe('a session whose account is at its limit', () => {
  const ready = { state: 'waiting_input' as const, reason: 'ready', rule: 'claude.box', evidence: '❯' };
  const at = Date.parse('2026-11-25T00:00:00Z');

  test('sleeps until it is over, then is ready again', () => {
    expect(afterLimit(ready, at + 60_000, at)).toMatchObject({
      state: 'limited',
      reason: expect.stringContaining('2026-11-25T00:01:00.000Z'),
    });
    expect(afterLimit(ready, at + 60_000, at + 60_000)).toEqual(ready);
    expect(afterLimit(ready, null, at)).toEqual(ready);
  });

  test('is ready though the message of a limit that is over stands on its screen', () => {
    const limited = { ...ready, state: 'limited' as const };
    expect(afterLimit(limited, at - 3_600_000, at)).toMatchObject({ state: 'waiting_input' });
    // How long it lasts isn't known.
    expect(afterLimit(limited, null, at)).toEqual(limited);
  });

  test('that works works on', () => {
    const busy = { ...ready, state: 'busy' as const };
    expect(afterLimit(busy, at + 60_000, at)).toEqual(busy);
  });
});
