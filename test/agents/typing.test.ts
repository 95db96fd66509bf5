/** What is typed for a text, so that the model gets just that text. What each agent does was measured with the real ones. */
import type { TypingStep } from '../../agents/types';
import { typingForClaude } from '../../agents/claude/typing';
import { typingForCodex } from '../../agents/codex/typing';

/** What would stand in an input box that Home, Delete and End move in. */
function typed(steps: readonly TypingStep[]): string {
  let box = '';
  for (const step of steps) {
    if ('paste' in step) box += step.paste;
    else for (const key of step.keys) if (key === 'DC') box = box.slice(1);
  }
  return box;
}

const LONG = 'y'.repeat(1_200);
const LINES = Array.from({ length: 8 }, (_, index) => `line ${index}`).join('\n');

describe('Claude Code', () => {
  test.each([
    'hello',
    '/tmp/x is there',
    '/etc/passwd',
    '# memo',
    '@file',
    '- x',
    '\\ x',
    '1',
    '多行\n文本',
    'a ! b',
    `/unknown ${LONG}`,
    `/unknown\n${LINES}`,
  ])('%.20j is pasted as it is', (text) => expect(typingForClaude(text)).toBeUndefined());

  test.each(['!ls', '!', '!ls\nsecond line', `!${LONG}`, `!${LINES}`])(
    '%.20j never begins with the sign of a shell',
    (text) => {
      const steps = typingForClaude(text) ?? [];
      expect(typed(steps)).toBe(text);
      expect(steps.some((step) => 'paste' in step && step.paste.startsWith('!'))).toBe(
        text.length > 800 || text.split('\n').length > 3,
      );
      expect(steps[0]).toEqual(expect.objectContaining({ paste: expect.stringMatching(/^x/) }));
    },
  );

  test.each(['/unknown x', '/clear', '/', '/ x', '/my-plugin:do it'])(
    '%j is kept from being a command by a blank',
    (text) => {
      expect(typingForClaude(text)).toEqual([{ paste: ` ${text}`, shows: text }]);
    },
  );

  test('a backslash at the end gets a blank after it, which is trimmed', () => {
    expect(typingForClaude('abc\\')).toEqual([{ paste: 'abc\\ ', shows: 'abc\\' }]);
  });
});

describe('Codex', () => {
  test.each(['hello', '# x', '- x', '?', 'a\tb', 'look at @file first'])('%j is pasted as it is', (text) => {
    expect(typingForCodex(text)).toBeUndefined();
  });

  test.each(['/foo bar', '!ls', '/'])('%j gets a blank in front, which is trimmed', (text) => {
    expect(typingForCodex(text)).toEqual([{ paste: ` ${text}`, shows: text }]);
  });

  test('a long one gets it as a paste of its own', () => {
    expect(typingForCodex(`/foo ${LONG}`)).toEqual([
      { paste: ' ', shows: '' },
      { paste: `/foo ${LONG}`, shows: `/foo ${LONG}` },
    ]);
  });

  test.each(['see @file', '@file', 'cost in $USD', 'abc\\'])(
    '%j gets a blank at the end, so that nothing is completed',
    (text) => {
      expect(typingForCodex(text)).toEqual([{ paste: `${text} `, shows: text }]);
    },
  );
});
