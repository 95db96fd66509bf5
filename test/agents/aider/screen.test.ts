import { aider } from '../../../agents/aider';
import type { Baseline, Frame } from '../../../agents/types';
import { changed, recording } from '../recordings';

const frameOf = (name: string): Frame => recording('aider-0.86.2', name).frame;
const idle = frameOf('11-ready-after-answer');
const baseline: Baseline = { historySize: 0, cursorX: 2, cursorY: 36, width: 120, promptRow: '> ' };
const locate = (frame: Frame, text: string) => aider.locatePrompt(frame, baseline, text);
const answer = (name: string, text: string) => aider.response(frameOf(name).lines, baseline, text);

describe('what must not be taken for a question', () => {
  test('one that is quoted, or was answered', () => {
    expect(aider.classify(frameOf('60-quoted-dialogs-80x24')).state).toBe('waiting_input');
    expect(aider.classify(frameOf('33-after-refused')).state).toBe('waiting_input');
  });

  test('one without its choices', () => {
    const rows = { 39: 'Shall I go on?' };
    const asked = changed(frameOf('36-add-file'), { rows, cursorX: 14 });
    expect(aider.classify(asked)).toMatchObject({ state: 'busy', rule: 'aider.sent' });
  });
});

test('a question that is wrapped on a narrow screen is read as one', () => {
  const question = 'Allow edits to file that has not been added to the chat? (Y)es/(N)o [Yes]: ';
  const rows = [question.slice(0, 60).trimEnd(), question.slice(60).trimEnd()];
  const lines = [...Array<string>(18).fill(''), ...rows];
  const frame = { ...idle, lines, width: 60, height: 20, cursorX: question.length - 60, cursorY: 19 };
  expect(aider.classify(frame).dialog).toEqual({
    kind: 'permission',
    title: 'Allow edits to file that has not been added to the chat?',
    options: [
      { label: 'Yes', key: 'y', selected: true },
      { label: 'No', key: 'n', selected: false },
    ],
  });
});

describe('what must not be taken for ready', () => {
  test('an input line that the cursor has left', () => {
    expect(aider.classify(changed(idle, { cursorX: 0, cursorY: 39 })).state).toBe('unknown');
  });

  test('a quoted line with a sign while the model writes', () => {
    const frame = frameOf('20-busy-streaming');
    const rows = { 38: '> Run shell command? (Y)es/(N)o' };
    expect(aider.classify(changed(frame, { rows })).state).toBe('busy');
  });

  test('another program, or a shell that came back', () => {
    expect(aider.classify(changed(idle, { command: 'vim' }))).toMatchObject({ rule: 'aider.foreground' });
    expect(aider.classify(changed(idle, { command: 'zsh' })).state).toBe('exited');
  });

  test('a long answer that has pushed its prompt off the screen', () => {
    const lines = Array.from({ length: 40 }, (_, row) => `line ${row} of a long answer`);
    expect(aider.classify({ ...idle, lines, cursorX: 120, cursorY: 39 })).toMatchObject({
      state: 'unknown',
      rule: 'aider.no-input',
    });
  });
});

describe('where a prompt is', () => {
  test('in the input line: several lines, wrapped', () => {
    const text = 'first typed line\nsecond typed line\nthird typed line';
    expect(locate(frameOf('14-draft-multiline'), text)).toBe('input');
    expect(
      locate(
        frameOf('61-wide-draft-80x24'),
        'ein langer Entwurf mit 日本語 und 😀, der über den Rand von achtzig Spalten hinausgeht und umbricht',
      ),
    ).toBe('input');
  });

  test('in the input line: taller than the screen, or with a tab in it', () => {
    const tall = Array.from({ length: 100 }, (_, index) => `line ${index} of a longer prompt with words`);
    expect(locate(frameOf('16-tall-draft-200x50'), tall.join('\n'))).toBe('input');
    expect(locate(frameOf('17-draft-tab-200x50'), 'tab\there')).toBe('input');
  });

  test('taken: working, asking, answered; unclear while another text stands there', () => {
    expect(locate(frameOf('20-busy-streaming'), 'SLOW 5')).toBe('accepted');
    expect(locate(frameOf('36-add-file'), 'SAY I would have to see notes.md for this.')).toBe('accepted');
    expect(locate(idle, 'SAY hello there')).toBe('accepted');
    expect(locate(frameOf('13-draft'), 'another text')).toBe('unknown');
  });

  test('absent only where the last prompt is seen to be another one', () => {
    expect(locate(idle, 'SAY hello')).toBe('absent');
    expect(locate(frameOf('64-ready-long-80x24'), 'SAY hello')).toBe('unknown');
  });
});

describe('the answer', () => {
  test('is what stands between the prompt and the next input line, without costs', () => {
    expect(answer('11-ready-after-answer', 'SAY hello there')).toBe('hello there');
  });

  test('keeps the shape of a text and a question quoted in it', () => {
    const text = answer('60-quoted-dialogs-80x24', 'SAYFILE /var/me/say-dialog.txt');
    expect(text).toMatch(/^The program asks it like this:\n\n▌ Run shell command\?/);
    expect(text).toMatch(/Add file to the chat\? \(Y\)es/);
  });

  test('is the error where the turn failed', () => {
    expect(answer('51-e400-final', 'ERR400')).toBe(
      'litellm.BadRequestError: OpenAIException - mock invalid request',
    );
  });
});
