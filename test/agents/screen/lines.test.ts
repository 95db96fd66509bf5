import { columnsOf, splitAtColumn } from '../../../agents/screen/lines';
import { testTmux, type TestTmux, until } from '../../support/tmux-server';

describe('the columns of a text', () => {
  let tmux: TestTmux;
  beforeAll(() => (tmux = testTmux()));
  afterAll(() => tmux.close());

  test.each([
    ['letters', 'plain text'],
    ['marks on letters', 'e\u0301a\u0308'],
    ['Chinese and Japanese', '漢字かな'],
    ['Korean, old letters too', '한글\ua960\ua97c'],
    ['fullwidth forms', 'ＡＢ'],
    ['emoji', '🎉✅'],
    ['letters of flags', '\u{1f1e9}\u{1f1ea}'],
    ['Tangut and small kana', '\u{17000}\u{1b150}'],
    ['lines and signs', '─│✳❯⠋'],
    ['vertical forms', '\ufe10\ufe19'],
  ])('are those that tmux gives to %s', async (name, text) => {
    const session = name.replaceAll(/\W+/g, '-');
    await tmux.session(session, 'sh', '-c', 'printf %s "$1"; exec cat', 'sh', text);
    let cursor = 0;
    await until(async () => {
      cursor = Number(await tmux.command('display-message', '-p', '-t', session, '#{cursor_x}'));
      return cursor > 0;
    }, 'the text is drawn');
    expect(columnsOf(text)).toBe(cursor);
    expect(splitAtColumn(`${text}$ x`, cursor)).toEqual([text, '$ x']);
  });
});
