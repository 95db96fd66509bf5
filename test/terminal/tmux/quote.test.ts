import { argvArgument, command, literalFormat, quote } from '../../../terminal/tmux/quote';
import { testTmux } from '../../support/tmux-server';

describe('quote', () => {
  it('keeps a command in one line, whatever the text', () => {
    expect(quote('a\nb\r\tc')).toBe('"a\\012b\\015\\011c"');
  });

  it('escapes all that tmux expands inside double quotes', () => {
    expect(quote('~ "$HOME" \\')).toBe('"\\176 \\042\\044HOME\\042 \\134"');
  });

  it('leaves other characters as they are', () => {
    expect(quote("é漢😀 ; # % ' {}")).toBe(`"é漢😀 ; # % ' {}"`);
  });

  it('refuses a NUL, which tmux would cut the text at', () => {
    expect(() => quote('a\0b')).toThrow(/NUL/);
  });

  it('quotes every argument of a command', () => {
    expect(command('send-keys', '-t', '%1', '$x')).toBe('send-keys "-t" "%1" "\\044x"');
  });
});

describe('literalFormat', () => {
  const server = testTmux();
  beforeAll(() => server.session('formats', 'cat'));
  afterAll(() => server.close());

  it.each(['#(touch x)', '#{pid}', '##', 'a###b', '#S', '#[fg=red]', 'a##[x', '100%', '%H', '#,#}'])(
    'makes tmux read %s as that text',
    async (text) => {
      expect(
        await server.command('new-window', '-P', '-F', '#{window_name}', '-n', literalFormat(text), 'cat'),
      ).toBe(text);
    },
  );
});

describe('argvArgument', () => {
  const server = testTmux();
  afterAll(() => server.close());

  it.each(['a;', ';', 'a\\;', 'a;b', '\\'])(
    'makes the command line of tmux read %s as one argument',
    async (text) => {
      expect(
        await server.command(
          'new-session',
          '-d',
          ';',
          'set-buffer',
          '--',
          argvArgument(text),
          ';',
          'show-buffer',
        ),
      ).toBe(text);
    },
  );
});
