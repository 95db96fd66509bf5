import { shell } from '../../../agents/shell';
import type { Frame } from '../../../agents/types';
import { baselineOf } from '../../../terminal/delivery/baseline';
import { RealShell, runIn } from '../real-tmux';

const isReady = (frame: Frame) => shell.classify(frame).state === 'waiting_input';

describe.each([
  ['plain', ["PS1='$ '"]],
  ['with user, host and directory', ["PS1='\\u@\\h:\\w\\$ '"]],
  ['in colours', ["PS1='\\[\\e[1;32m\\]\\u\\[\\e[0m\\] \\[\\e[34m\\]\\w\\[\\e[0m\\] % '"]],
  ['in two rows', ["PS1='┌──(me)-[\\w]\\n└─\\$ '"]],
  ['of one wide sign', ["PS1='日本 ❯ '"]],
])('bash with a prompt %s', (_title, rc) => {
  let pane: RealShell;
  beforeAll(() => {
    pane = new RealShell(rc);
  });
  afterAll(() => pane.end());

  test('runs a command and gives its output exactly', () => {
    const { output } = runIn(pane, "printf 'one\\n  two  \\n\\nthree\\n'");
    expect(output).toBe('one\n  two  \n\nthree');
  });

  test('gives output without a newline at its end', () => {
    expect(runIn(pane, 'printf hello').output).toBe('hello');
  });

  test('gives nothing for a command without output', () => {
    expect(runIn(pane, 'true').output).toBe('');
  });

  test('sees a pasted text of several lines as one draft, then runs it', () => {
    const text = 'for i in 1 2 3; do\n  echo "line $i"\ndone';
    const { typed, output } = runIn(pane, text);
    expect(shell.classify(typed).draft).toBe(text);
    expect(output).toBe('line 1\nline 2\nline 3');
  });

  test('sees a command of 200 characters over several rows', () => {
    const text = `echo ${'abcdefghi '.repeat(20).trim()}`;
    const { typed, output } = runIn(pane, text);
    expect(shell.classify(typed).draft).toBe(text);
    expect(output).toBe('abcdefghi '.repeat(20).trim());
  });

  test('sees wide characters', () => {
    expect(runIn(pane, 'echo 調べて 🎉').output).toBe('調べて 🎉');
  });

  test('finds the command that was typed behind an output without a newline', () => {
    runIn(pane, 'printf unfinished');
    expect(runIn(pane, 'echo next').output).toBe('next');
  });

  test('says that the same command was taken again', () => {
    const { baseline, after } = runIn(pane, 'echo same');
    expect(shell.locatePrompt(after, baseline, 'echo same')).toBe('accepted');
    expect(shell.locatePrompt(after, baselineOf(after), 'echo same')).toBe('absent');
  });

  test('says taken when the output is longer than the screen', () => {
    const { baseline, after, output } = runIn(pane, 'seq 60', (frame) =>
      frame.lines.some((line) => line === '60'),
    );
    expect(shell.locatePrompt(after, baseline, 'seq 60')).toBe('accepted');
    expect(output.split('\n')).toHaveLength(60);
  });

  test('does not claim to know where a command that clears the screen went', () => {
    const baseline = baselineOf(pane.until(isReady));
    pane.keys('clear', 'Enter');
    const after = pane.until((frame) => isReady(frame) && frame.cursorY <= 1);
    expect(['accepted', 'unknown']).toContain(shell.locatePrompt(after, baseline, 'clear'));
    expect(['accepted', 'unknown']).toContain(shell.locatePrompt(after, baselineOf(after), 'clear'));
    expect(runIn(pane, 'echo wiped').output).toBe('wiped');
  });
});

describe('bash, moments that are not ready', () => {
  let pane: RealShell;
  beforeEach(() => {
    pane = new RealShell(["PS1='$ '"]);
    pane.until(isReady);
  });
  afterEach(() => pane.end());

  test('a running program is named', () => {
    pane.keys('sleep 100', 'Enter');
    const frame = pane.until(({ command }) => command === 'sleep');
    expect(shell.classify(frame)).toMatchObject({
      state: 'busy',
      rule: 'shell.foreground',
      evidence: 'sleep',
    });
    expect(shell.locatePrompt(frame, { ...baselineOf(frame), promptRow: '$ ' }, 'sleep 100')).toBe(
      'accepted',
    );
  });

  test('a loop inside the shell shows no prompt', () => {
    const baseline = baselineOf(pane.frame());
    const text = 'while :; do read -t 0.05 < /dev/zero; echo tick; done';
    pane.paste(text);
    pane.keys('Enter');
    const frame = pane.until(({ lines }) => lines.includes('tick'));
    expect(shell.classify(frame).state).not.toBe('waiting_input');
    expect(shell.locatePrompt(frame, baseline, text)).toBe('accepted');
    pane.keys('C-c');
    pane.until(isReady);
  });

  test('progress in percent at the cursor is no prompt', () => {
    pane.paste("clear; printf 'done 100%%'; read -n 1 _");
    pane.keys('Enter');
    const frame = pane.until(({ lines, command }) => lines[0] === 'done 100%' && command === 'bash');
    expect(shell.classify(frame)).toMatchObject({ state: 'busy', rule: 'shell.no-prompt' });
  });

  test('an unfinished quote waits for its end', () => {
    pane.keys("echo 'open", 'Enter');
    const frame = pane.until(({ lines, cursorY }) => lines[cursorY] === '>');
    expect(shell.classify(frame)).toMatchObject({ state: 'unknown', rule: 'shell.continuation' });
  });

  test('text with the cursor moved to its front is still a draft', () => {
    pane.keys('ls -la', 'C-a');
    const frame = pane.until(({ cursorX, lines }) => cursorX === 2 && lines[0] === '$ ls -la');
    expect(shell.classify(frame)).toMatchObject({ state: 'unknown', draft: 'ls -la' });
  });

  test('half of the text on the command line is unclear, an Enter of someone else too', () => {
    const baseline = baselineOf(pane.frame());
    pane.keys('echo ha');
    const half = pane.until(({ cursorX }) => cursorX === 9);
    expect(shell.locatePrompt(half, baseline, 'echo half')).toBe('unknown');
    pane.keys('C-u', 'Enter');
    const entered = pane.until(({ cursorY, cursorX }) => cursorY === 1 && cursorX === 2);
    expect(shell.locatePrompt(entered, baseline, 'echo half')).toBe('unknown');
  });

  test('a command of the same words further up does not count as ours', () => {
    runIn(pane, 'echo again');
    const baseline = baselineOf(pane.until(isReady));
    pane.keys('Enter');
    const entered = pane.until(({ cursorY }) => cursorY === baseline.cursorY + 1);
    expect(shell.locatePrompt(entered, baseline, 'echo again')).toBe('unknown');
  });

  test('a text taller than the screen is known by its end', () => {
    const text = Array.from({ length: 60 }, (_, index) => `echo this is line number ${index}`).join('\n');
    const { output } = runIn(pane, text, ({ lines }) => lines.includes('this is line number 59'));
    expect(output.split('\n')).toHaveLength(60);
  });
});

describe('shells without bracketed paste', () => {
  const text = 'echo one\necho two';

  test('in bash, the last line of a paste waits at a prompt of its own', () => {
    const pane = new RealShell(["PS1='box$ '", 'bind "set enable-bracketed-paste off"']);
    try {
      const { baseline, after, output } = runIn(pane, text);
      expect(shell.locatePrompt(after, baseline, text)).toBe('accepted');
      expect(output).toBe('one\ntwo');
    } finally {
      pane.end();
    }
  });

  test('in dash, one line is certain, several lines never are', () => {
    const pane = new RealShell([], ['dash', '-i']);
    try {
      const { baseline, after, output } = runIn(pane, 'echo one');
      expect(shell.locatePrompt(after, baseline, 'echo one')).toBe('accepted');
      expect(output).toBe('one');
      const second = baselineOf(after);
      pane.paste(text);
      const typed = pane.until((frame) => frame.lines.filter((line) => line.endsWith('one')).length > 2);
      expect(['unknown', 'input']).toContain(shell.locatePrompt(typed, second, text));
    } finally {
      pane.end();
    }
  });
});

describe('prompts of other shells', () => {
  const at = (row: string, cursorX: number, command = 'zsh'): Frame => ({
    lines: [row, ...Array<string>(9).fill('')],
    width: 80,
    height: 10,
    cursorX,
    cursorY: 0,
    historySize: 0,
    title: '',
    command,
    dead: false,
  });

  test.each([
    ['me@mac project %', 17],
    ['➜  project git:(main) ✗', 24],
    ['➜  project', 11],
    ['root@box:/#', 12],
    ['~/code/app ❯', 13],
    [`me@box % ${' '.repeat(61)}main 12:30`, 9],
  ])('%s', (row, cursorX) => {
    expect(shell.classify(at(row, cursorX)).state).toBe('waiting_input');
    expect(shell.classify(at(row, cursorX, '-zsh')).state).toBe('waiting_input');
  });

  test.each([
    ['me@mac project % git status', 27, 'git status'],
    ['➜  project git:(main) ✗ git push', 32, 'git push'],
    ['root@box:/# echo 5 > file', 25, 'echo 5 > file'],
  ])('%s is a draft', (row, cursorX, draft) => {
    expect(shell.classify(at(row, cursorX))).toMatchObject({ state: 'unknown', draft });
  });

  test('a command that ends with a sign is a draft where earlier prompts tell', () => {
    const frame = at('me@box % printf 100%%', 21);
    const lines = ['me@box % echo hi', 'hi', 'me@box % printf 100%%', ...Array<string>(7).fill('')];
    expect(shell.classify({ ...frame, lines, cursorY: 2 })).toMatchObject({ draft: 'printf 100%%' });
    const two = ['~/a > main % ls', '~/a > main %', ...Array<string>(8).fill('')];
    expect(shell.classify({ ...frame, lines: two, cursorX: 13, cursorY: 1 }).state).toBe('waiting_input');
  });

  test.each([
    ['downloading 97%', 15],
    ['Password:', 10],
    ['', 0],
  ])('"%s" is no prompt', (row, cursorX) => {
    expect(shell.classify(at(row, cursorX))).toMatchObject({ state: 'busy', rule: 'shell.no-prompt' });
  });

  test.each(['>', 'quote>', 'for dquote>'])('"%s" continues an unfinished command', (row) => {
    expect(shell.classify(at(row, row.length + 1)).rule).toBe('shell.continuation');
  });
});
