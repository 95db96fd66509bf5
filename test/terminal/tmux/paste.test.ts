import { receivers } from '../../support/tmux-receivers';
import { testTmux, until, untilWritten } from '../../support/tmux-server';

const server = testTmux();
const tmux = server.client();
afterAll(() => server.close());

const { raw: rawReceiver, lines: lineReceiver } = receivers(server, tmux);

const SPECIALS = `-lead ~ "double" 'single' \`x\` $HOME \${HOME} \\ \\n #{pid} #(id) #[fg=red] ; a; {b} %if 100% é漢字 👩‍👩‍👧 e\u0301\ttab`;
const lines = (bytes: number): string =>
  `${'0123456789 '.repeat(9)}\n`.repeat(Math.ceil(bytes / 100)).slice(0, bytes);

describe('paste', () => {
  it.each([
    ['1 byte', 'x'],
    ['1 kB', lines(1000)],
    ['4 kB', lines(4096)],
    ['60 kB in lines', lines(60_000)],
    ['128 KiB in one line', 'y'.repeat(131_072)],
    ['60 kB of all kinds', `${SPECIALS}\n`.repeat(400)],
    ['a trailing newline', 'a\n\n'],
    [
      'characters at the edges of Unicode',
      '\ud7ff \u{10ffff} \u{fffe} \uffff \ue000 \ufdd0 \u{1ffff} \u200d e\u0301 \ufeff',
    ],
    ['control characters', 'a\r\x01\x1b[31m\x7f'],
    ...['-x', '~', '~root/x', ';', 'a;', '\\', '$0', '"', "'", '#', '%7', ' ', '\n'].map((text) => [
      text,
      text,
    ]),
  ])('gives a raw program exactly %j, in brackets', async (_name, text) => {
    const { pane, file } = await rawReceiver();
    await tmux.paste(pane.paneId, text, { pid: pane.pid });
    const expected = Buffer.from(`\x1b[200~${text}\x1b[201~`);
    expect((await untilWritten(file, expected)).equals(expected)).toBe(true);
    await tmux.killPane(pane.paneId, { pid: pane.pid });
  });

  it.each([
    ['1 byte', 'x'],
    ['1 kB', lines(1000)],
    ['the longest line a terminal keeps', 'z'.repeat(4095)],
    ['60 kB in lines', lines(60_000)],
    ['specials', SPECIALS],
  ])('gives a program that reads lines exactly %s, without brackets', async (_name, text) => {
    const { pane, file } = await lineReceiver();
    await tmux.paste(pane.paneId, text, { pid: pane.pid });
    if (!text.endsWith('\n')) await tmux.keys(pane.paneId, ['C-d'], { pid: pane.pid }); // Hands over an unfinished line.
    const expected = Buffer.from(text);
    expect((await untilWritten(file, expected)).equals(expected)).toBe(true);
    await tmux.killPane(pane.paneId, { pid: pane.pid });
  });

  it('refuses a line that the terminal of a line-reading program would cut', async () => {
    const { pane, file } = await lineReceiver();
    await expect(tmux.paste(pane.paneId, `short\n${'漢'.repeat(1366)}`, { pid: pane.pid })).rejects.toThrow(
      /4098 bytes.*4095/,
    );
    await tmux.paste(pane.paneId, 'after\n', { pid: pane.pid });
    expect((await untilWritten(file, Buffer.from('after\n'))).toString()).toBe('after\n');
  });

  it('keeps two pastes at once apart, each whole', async () => {
    const receivers = await Promise.all([rawReceiver(), rawReceiver()]);
    const texts = ['a', 'b'].map((letter) => `${letter.repeat(99)}\n`.repeat(600));
    await Promise.all(
      receivers.map(({ pane }, index) => tmux.paste(pane.paneId, texts[index] ?? '', { pid: pane.pid })),
    );
    for (const [index, { file }] of receivers.entries()) {
      const expected = Buffer.from(`\x1b[200~${texts[index]}\x1b[201~`);
      expect((await untilWritten(file, expected)).equals(expected)).toBe(true);
    }
  });

  it('keeps two pastes into one pane whole, and keys pressed then come behind them', async () => {
    const { pane, file } = await rawReceiver();
    await Promise.all(
      ['1', '2'].map((letter) => tmux.paste(pane.paneId, letter.repeat(50_000), { pid: pane.pid })),
    );
    await tmux.keys(pane.paneId, ['Enter'], { pid: pane.pid });
    const wrapped = (letter: string): string => `\x1b[200~${letter.repeat(50_000)}\x1b[201~`;
    const orders = [`${wrapped('1')}${wrapped('2')}\r`, `${wrapped('2')}${wrapped('1')}\r`];
    const got = (await untilWritten(file, Buffer.from(orders[0] ?? ''))).toString();
    expect(orders.includes(got)).toBe(true);
  });

  it('leaves no buffer behind and the buffers of others alone', async () => {
    const { pane } = await rawReceiver();
    await server.command('set-buffer', '-b', 'mine', 'kept');
    await tmux.paste(pane.paneId, 'text', { pid: pane.pid });
    await expect(tmux.paste('%9999', 'text', { pid: 1 })).rejects.toThrow(/can't find pane/);
    expect(await server.command('list-buffers', '-F', '#{buffer_name}')).toBe('mine');
  });

  it('leaves copy-mode first', async () => {
    const { pane, file } = await rawReceiver();
    await server.command('copy-mode', '-t', pane.paneId);
    const mode = async () => (await tmux.listPanes()).find(({ paneId }) => paneId === pane.paneId)?.inMode;
    expect(await mode()).toBe(true);
    await tmux.paste(pane.paneId, 'text', { pid: pane.pid });
    expect(await mode()).toBe(false);
    const expected = Buffer.from('\x1b[200~text\x1b[201~');
    expect(await untilWritten(file, expected)).toEqual(expected);
  });

  it('refuses a text that would end its own paste', async () => {
    const { pane } = await rawReceiver();
    await expect(tmux.paste(pane.paneId, 'a\x1b[201~\rb', { pid: pane.pid })).rejects.toThrow(/ESC \[201~/);
  });

  it('says so where the program of the pane has ended, and the server lives on', async () => {
    const { pane, name } = await lineReceiver();
    await server.command('set-option', '-t', name, 'remain-on-exit', 'on');
    await tmux.keys(pane.paneId, ['C-d'], { pid: pane.pid });
    await until(
      async () => (await tmux.listPanes()).some(({ paneId, dead }) => paneId === pane.paneId && dead),
      'the program has ended',
    );
    await expect(tmux.paste(pane.paneId, 'x', { pid: pane.pid })).rejects.toThrow(
      /has ended: nothing was typed/,
    );
    await expect(tmux.keys(pane.paneId, ['Enter'], { pid: pane.pid })).rejects.toThrow(
      /has ended: nothing was typed/,
    );
  });
});

describe('keys', () => {
  it('presses keys by name, in order, and leaves copy-mode first', async () => {
    const { pane, file } = await rawReceiver();
    await server.command('copy-mode', '-t', pane.paneId);
    await tmux.keys(pane.paneId, ['Enter', 'C-c', 'Escape', '1', '-', 'Up', ';'], { pid: pane.pid });
    const expected = Buffer.from('\r\x03\x1b1-\x1b[A;');
    expect(await untilWritten(file, expected)).toEqual(expected);
  });

  it('refuses a name that tmux would type as text', async () => {
    await expect(tmux.keys('%0', ['Entr'], { pid: 1 })).rejects.toThrow(/"Entr" is no key name/);
  });
});
