/** Modes and keys of real shells: what is typed is what runs, and what was typed can be taken away again. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { shell } from '../../../agents/shell';
import type { Frame } from '../../../agents/types';
import { baselineOf } from '../../../terminal/delivery/baseline';
import { installed, RealShell, runIn } from '../real-tmux';

const isReady = (frame: Frame) => shell.classify(frame).state === 'waiting_input';

/** Empty line, in vi's command mode. */
function commandMode(pane: RealShell): void {
  const { cursorX } = pane.until(isReady);
  pane.keys('ab');
  pane.until((frame) => frame.cursorX === cursorX + 2);
  pane.keys('Escape');
  pane.until((frame) => frame.cursorX === cursorX + 1);
  pane.keys('x', 'x');
  pane.until(isReady);
}

describe('vi keys in bash', () => {
  const text = 'echo v#dd hello\necho two';

  test.each([
    ['inserting', [], 'set -o vi'],
    ['in command mode', ['Escape'], 'set -o vi'],
    ['off', [], 'set -o emacs'],
  ])('%s: the text stands there exactly and runs as a whole', (_title, before, mode) => {
    const pane = new RealShell([mode, "PS1='me$ '"]);
    try {
      const frame = pane.until(isReady);
      const baseline = baselineOf(frame);
      if (before.length > 0) commandMode(pane);
      for (const step of shell.typing?.(text, frame) ?? []) {
        if ('paste' in step) pane.paste(step.paste);
        else pane.keys(...step.keys);
      }
      pane.until((now) => shell.locatePrompt(now, baseline, text) === 'input');
      pane.keys('Enter');
      pane.until((now) => shell.locatePrompt(now, baseline, text) === 'accepted' && isReady(now));
      const drawn = pane.rowsSince(baseline);
      expect(shell.response(drawn, baseline, text, drawn)).toBe('v#dd hello\ntwo');
    } finally {
      pane.end();
    }
  });

  test('nothing but the text is typed into a shell that inserts a paste in each mode', () => {
    for (const command of ['zsh', 'fish', 'dash']) {
      expect(shell.typing?.('ls', { command } as Frame)).toEqual([{ paste: 'ls' }]);
    }
  });
});

describe('the keys that empty the line', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'shell-keys-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const shells: [name: string, lines: string, keys: string[]][] = [
    ['bash', "PS1='me$ '", []],
    ['bash', "set -o vi; PS1='me$ '", ['Escape']],
    ['zsh', "PROMPT='me%# '", []],
    ['zsh', "bindkey -v; PROMPT='me%# '", ['Escape']],
    ['fish', 'function fish_prompt; echo -n "me> "; end', []],
    ['dash', '', []],
  ];
  const available = installed(['bash', 'zsh', 'fish', 'dash']);

  test.each(shells.filter(([name]) => available.includes(name)))('in %s with %j', (name, lines, keys) => {
    const argv = name === 'bash' ? [] : name === 'dash' ? ['dash', '-i'] : [name];
    const pane = new RealShell([lines], argv);
    try {
      runIn(pane, 'true');
      const first = baselineOf(pane.until(isReady));
      const texts = [`touch ${directory}/one`, `: a\n: b\ntouch ${directory}/one`, "echo 'open\nsecond"];
      for (const text of name === 'dash' ? texts.slice(0, 1) : texts) {
        const baseline = { ...baselineOf(pane.until(isReady)), promptRow: first.promptRow };
        pane.paste(text);
        pane.until((frame) => shell.locatePrompt(frame, baseline, text) === 'input');
        const { cursorX } = pane.frame();
        if (keys.length > 0) pane.keys(...keys);
        // In vi's command mode the cursor stands on a character.
        if (keys.length > 0) pane.until((frame) => frame.cursorX < cursorX);
        const isEmpty = (frame: Frame) => isReady(frame) && frame.cursorY > baseline.cursorY;
        pane.keysUntil(isEmpty, shell.clearKeys ?? []);
        const done = `${directory}/done-${text.length}`;
        pane.paste(`touch ${done}`);
        pane.keys('Enter');
        pane.until(() => existsSync(done));
        expect(readdirSync(directory)).not.toContain('one');
      }
    } finally {
      pane.end();
    }
  });
});

describe('texts that are refused before the first byte', () => {
  const frame = { width: 40, height: 10, cursorX: 2, cursorY: 0 } as Frame;

  test('several lines for a shell without a line editor', () => {
    expect(shell.refuses?.('echo a\necho b', { ...frame, command: 'dash' })).toMatch(
      /^dash has no line editor/,
    );
    expect(shell.refuses?.('echo a', { ...frame, command: 'dash' })).toBeUndefined();
    expect(shell.refuses?.('echo a\necho b', { ...frame, command: '-bash' })).toBeUndefined();
  });

  test('more rows than fish can draw', () => {
    const text = `echo ${'word '.repeat(100)}`;
    expect(shell.refuses?.(text, { ...frame, command: 'fish' })).toMatch(/make it taller/);
    expect(shell.refuses?.('echo word', { ...frame, command: 'fish' })).toBeUndefined();
    expect(shell.refuses?.(text, { ...frame, command: 'zsh' })).toBeUndefined();
  });
});
