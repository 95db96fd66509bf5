import { gemini } from '../../../agents/gemini';
import type { Baseline, Frame } from '../../../agents/types';
import { changed, recording } from '../recordings';

const frameOf = (name: string): Frame => recording('gemini-0.61.0', name).frame;
const idle = frameOf('11-ready-after-answer');
const permission = frameOf('30-perm-shell');
const baseline: Baseline = { historySize: 0, cursorX: 3, cursorY: 18, width: 120, promptRow: ' > ' };
const locate = (frame: Frame, text: string) => gemini.locatePrompt(frame, baseline, text);
const answer = (name: string, text: string) => gemini.response(frameOf(name).lines, baseline, text);

describe('what must not be taken for a dialog', () => {
  test('a framed menu in the transcript above the input box', () => {
    const top = permission.lines.findIndex((line) => line.startsWith('╭'));
    const old = permission.lines.slice(top, top + 12);
    const start = idle.lines.findIndex((line) => line.startsWith('✦'));
    const lines = [...idle.lines.slice(0, start), ...old, ...idle.lines.slice(start)].slice(0, 40);
    const frame = { ...idle, lines, cursorY: idle.cursorY + old.length };
    expect(gemini.classify(frame)).toMatchObject({ state: 'waiting_input' });
  });

  test('a frame without a menu that ends the screen', () => {
    expect(gemini.classify(frameOf('84-settings')).state).toBe('unknown');
  });
});

describe('what must not be taken for ready', () => {
  test('an input box where the title is not kept up to date', () => {
    expect(gemini.classify(changed(idle, { title: 'box' }))).toMatchObject({
      state: 'unknown',
      rule: 'gemini.title-silent',
    });
  });

  test('the spinner above the box, although the title says nothing of it', () => {
    const busy = changed(frameOf('20-busy-streaming'), { title: 'Gemini CLI (app)' });
    expect(gemini.classify(busy)).toMatchObject({ state: 'busy', rule: 'gemini.spinner' });
  });

  test('the box with the cursor elsewhere, without its rule, or with the placeholder typed', () => {
    expect(gemini.classify(changed(idle, { cursorX: 0, cursorY: 39 })).state).toBe('unknown');
    const rule = idle.lines.findIndex((line) => line.startsWith('────'));
    expect(gemini.classify(changed(idle, { rows: { [rule]: '' } })).state).toBe('unknown');
    expect(gemini.classify(changed(idle, { cursorX: 40 }))).toMatchObject({ rule: 'gemini.draft' });
  });

  test('a decision that the title asks for, with nothing readable on the screen', () => {
    const verdict = gemini.classify(changed(idle, { title: '✋  Action Required (app)' }));
    expect(verdict).toMatchObject({ state: 'needs_confirmation', rule: 'gemini.title-action' });
  });

  test('a screen that a shell left behind', () => {
    expect(gemini.classify(changed(idle, { command: 'bash' })).state).toBe('exited');
  });
});

test('a dialog is answered by nobody when its upper edge has been pushed off the screen', () => {
  const top = permission.lines.findIndex((line) => line.startsWith('╭'));
  const lines = permission.lines.map((line, row) => (row <= top ? '│ echo more │' : line));
  expect(gemini.classify({ ...permission, lines }).dialog?.kind).toBe('other');
});

describe('where a prompt is', () => {
  test('in the input box: as typed, wrapped, collapsed', () => {
    const lines = 'first typed line\nsecond typed line\nthird typed line';
    expect(locate(frameOf('14-draft-multiline'), lines)).toBe('input');
    const pasted = Array.from({ length: 20 }, (_, index) => `pasted line ${index + 1}`).join('\n');
    expect(locate(frameOf('16-pasted-20-lines'), pasted)).toBe('input');
    expect(
      locate(
        frameOf('65-wide-draft-80x24'),
        'ein langer Entwurf mit 日本語 und 😀, der über den Rand von achtzig Spalten hinausgeht und umbricht',
      ),
    ).toBe('input');
  });

  test('unclear while another text stands there', () => {
    expect(locate(frameOf('13-draft'), 'another text')).toBe('unknown');
    expect(locate(frameOf('16-pasted-20-lines'), 'one line')).toBe('unknown');
  });

  test('taken: working, asking, or answered already; nothing is known behind a dialog of its own', () => {
    expect(locate(frameOf('20-busy-streaming'), 'SLOW 6')).toBe('accepted');
    expect(locate(permission, 'BASH touch /var/me/x.txt')).toBe('accepted');
    expect(locate(idle, 'SAY hello there')).toBe('accepted');
    expect(locate(frameOf('01-trust-dialog'), 'SAY hello there')).toBe('unknown');
  });

  test('absent only where the last prompt is seen to be another one', () => {
    expect(locate(idle, 'SAY hello')).toBe('absent');
    expect(locate(frameOf('10-ready-fresh'), 'SAY hello')).toBe('absent');
    expect(locate(frameOf('61-quoted-dialogs-80x24'), 'SAY hello')).toBe('unknown');
  });
});

describe('the answer', () => {
  test('is the text of the last turn, without tool calls', () => {
    expect(answer('11-ready-after-answer', 'SAY hello there')).toBe('hello there');
    expect(answer('34-perm-write-after-once', 'WRITE new.txt')).toBe('Finished after 1 tool step(s).');
  });

  test('has no rows of the prompt, also where the prompt has a blank one', () => {
    const rows = [' > first line', '   second line', '', '   fourth line', '', '✦ The answer', '  goes on.'];
    const text = 'first line\nsecond line\n\nfourth line';
    expect(gemini.response(rows, baseline, text)).toBe('The answer\ngoes on.');
  });

  test('ends where the next prompt begins', () => {
    expect(answer('22-after-queued', 'SLOW 6')).toBe('word1 word2 word3 word4 word5 word6 end.');
  });

  test('keeps the shape of a text, also where its prompt has left the screen', () => {
    const text = answer('61-quoted-dialogs-80x24', 'gone');
    expect(text).toMatch(/^> Run shell command\?/);
    expect(text.split('\n').at(-1)).toBe('done.');
  });

  test('is the error where the turn failed', () => {
    expect(answer('51-e400-final', 'ERR400')).toMatch(/^\[API Error: .*mock invalid request/);
  });
});
