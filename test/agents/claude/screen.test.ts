import { claude } from '../../../agents/claude';
import type { Baseline, Frame } from '../../../agents/types';
import { there } from '../../store/support';
import { changed, recording } from '../recordings';

const frameOf = (name: string): Frame => recording('claude-2.1.330', name).frame;
const idle = frameOf('11-idle-after-answer');
const permission = frameOf('30-perm-bash');
const baseline: Baseline = { historySize: 0, cursorX: 2, cursorY: 37, width: 120, promptRow: '❯' };
const RULE = '─'.repeat(120);
const locate = (frame: Frame, text: string) => claude.locatePrompt(frame, baseline, text);
const answer = (frame: Frame, text: string) => claude.response(frame.lines, baseline, text);

describe('what must not be taken for a dialog', () => {
  test('a dialog quoted in an answer above the input box', () => {
    const quoted = permission.lines.slice(permission.cursorY - 2, permission.cursorY + 6);
    const rows = Object.fromEntries(quoted.map((line, index) => [20 + index, `  ${line}`]));
    expect(claude.classify(changed(idle, { rows }))).toMatchObject({ state: 'waiting_input' });
  });

  test('a whole old dialog further up, with its rules', () => {
    const lines = [...permission.lines.slice(12), ...idle.lines.slice(40 - 12)];
    const frame = { ...idle, lines, cursorY: 37 };
    expect(claude.classify(frame).state).toBe('waiting_input');
  });

  test('a numbered list in an answer while the box is gone', () => {
    const lines = idle.lines.map((line, row) => (row >= 36 ? '' : line));
    const frame = changed(
      { ...idle, lines },
      { rows: { 20: '● Choose:', 21: '  ❯ 1. Yes', 22: '    2. No' }, cursorX: 0, cursorY: 39 },
    );
    expect(claude.classify(frame)).toMatchObject({ state: 'unknown', rule: 'claude.no-box' });
  });

  test('a prompt of the transcript that is a list, in a viewer', () => {
    const viewer = frameOf('74-transcript-viewer');
    const frame = changed(viewer, { rows: { 30: '❯ 1. fix the bug', 31: '  2. add a test' } });
    expect(claude.classify(frame).state).toBe('unknown');
  });
});

describe('what must not be taken for ready', () => {
  test('a half-drawn screen with one rule only', () => {
    for (const row of [36, 38]) {
      expect(claude.classify(changed(idle, { rows: { [row]: '' } })).state).toBe('unknown');
    }
  });

  test('an input box quoted in an answer while a dialog is open', () => {
    const rows = { 2: RULE, 3: '❯\u00a0', 4: RULE };
    expect(claude.classify(changed(permission, { rows })).state).toBe('needs_confirmation');
  });

  test('a box whose cursor is elsewhere', () => {
    expect(claude.classify(changed(idle, { cursorX: 0, cursorY: 39 }))).toMatchObject({
      state: 'unknown',
      rule: 'claude.cursor',
    });
  });

  test('a recording of Claude shown by another program', () => {
    expect(claude.classify(changed(idle, { title: 'notes.txt', command: 'less' }))).toMatchObject({
      state: 'unknown',
      rule: 'claude.foreground',
    });
  });

  test('a spinner or a retry above the box, although the title says nothing', () => {
    const busy = changed(frameOf('20-busy-streaming'), { title: 'Gi=31,s=1' });
    expect(claude.classify(busy)).toMatchObject({ state: 'busy', rule: 'claude.footer' });
    const withDraft = changed(frameOf('82-busy-draft'), { title: 'box' });
    expect(claude.classify(withDraft)).toMatchObject({
      state: 'busy',
      rule: 'claude.spinner',
      draft: 'a draft',
    });
    const retry = changed(frameOf('50-e429-retrying'), { title: 'box', rows: { 39: '  ⏸ manual mode on' } });
    expect(claude.classify(retry)).toMatchObject({ state: 'busy', rule: 'claude.spinner' });
  });

  test('a dead pane with an idle screen', () => {
    expect(claude.classify({ ...idle, dead: true }).state).toBe('exited');
  });
});

describe('what stays ready', () => {
  test('words of errors, spinners and interrupts in an answer', () => {
    const rows = {
      20: '● Error: esc to interrupt',
      21: '  API Error: 500 · ✻ Working… (3s)',
      22: '  Do you want to proceed?',
    };
    expect(claude.classify(changed(idle, { rows })).state).toBe('waiting_input');
  });

  test('a box with a plain blank instead of a no-break space, or with nothing after the sign', () => {
    for (const row of ['❯ ', '❯', '❯\u00a0']) {
      expect(claude.classify(changed(idle, { rows: { 37: row } })).state).toBe('waiting_input');
    }
  });

  test('a placeholder with the cursor in front of it; the same words typed are a draft', () => {
    const rows = { 37: '❯\u00a0Resend your message to try again' };
    expect(claude.classify(changed(idle, { rows })).state).toBe('waiting_input');
    expect(claude.classify(changed(idle, { rows, cursorX: 34 }))).toMatchObject({
      state: 'unknown',
      draft: 'Resend your message to try again',
    });
  });
});

test('a usage limit below the last prompt is told with its reset time', () => {
  const rows = { 34: '  ⎿  You’ve hit your session limit · resets 8pm (America/New_York)', 33: '❯ go on' };
  expect(claude.classify(changed(idle, { rows }))).toMatchObject({
    state: 'limited',
    reason: expect.stringContaining('resets 8pm'),
  });
});

test('of a dialog whose title has been pushed off the screen only what is in sight is known', () => {
  const top = permission.lines.findIndex((line) => line.startsWith('────'));
  const lines = permission.lines.map((line, row) => (row <= top ? ' echo more' : line));
  const frame = { ...permission, lines };
  const dialog = there(claude.classify(frame).dialog);
  expect(dialog).toMatchObject({ kind: 'permission', title: 'Do you want to proceed?', cut: 'above' });
  expect(claude.request?.(dialog, frame)?.incomplete ?? true).toBe(true);
});

test('a row of what is asked for is no question of the program', () => {
  const question = permission.lines.findIndex((line) => line.startsWith(' Do you want to proceed?'));
  const top = permission.lines.findIndex((line) => line.startsWith('────'));
  const lines = permission.lines.map((line, row) =>
    row <= top ? ' │ Do you want to proceed?' : row === question ? ' Shall it be so?' : line,
  );
  expect(claude.classify({ ...permission, lines }).dialog?.kind).toBe('other');
});

test('labels that wrap at 80 columns are joined, descriptions are not', () => {
  const rows = [
    '─'.repeat(80),
    ' Edit file',
    ' Do you want to make this edit to ed.txt?',
    ' ❯ 1. Yes',
    '   2. Yes, and switch to accept edits (auto-approve file edits and common file',
    '      commands) for this session (shift+tab)',
    '   3. No',
    '',
    ' Esc to cancel · Tab to amend',
  ];
  const lines = [...Array<string>(24 - rows.length).fill(''), ...rows];
  const frame = {
    ...permission,
    lines,
    width: 80,
    height: 24,
    cursorX: 1,
    cursorY: lines.indexOf(' ❯ 1. Yes'),
  };
  expect(claude.classify(frame).dialog?.options).toEqual([
    { label: 'Yes', key: '1', selected: true },
    {
      label:
        'Yes, and switch to accept edits (auto-approve file edits and common file commands) for this session',
      key: '2',
      selected: false,
    },
    { label: 'No', key: '3', selected: false },
  ]);
});

describe('where a prompt is', () => {
  test('in the box: as typed, collapsed, wrapped, with wide characters', () => {
    expect(locate(frameOf('25-interrupted-by-escape'), 'HANG')).toBe('input');
    expect(
      locate(frameOf('13-typed-multiline'), 'first typed line\nsecond typed line\nthird typed line\n'),
    ).toBe('input');
    const twenty = Array.from({ length: 20 }, (_, index) => `line ${index}`).join('\n');
    expect(locate(frameOf('14-pasted-20-lines'), twenty)).toBe('input');
    const wide = '調べて 🎉 ください '.repeat(7).trim();
    const rows = { 36: `❯\u00a0${wide.slice(0, 56)}`, 37: `  ${wide.slice(56)}`, 35: RULE };
    expect(locate(changed(idle, { rows, cursorX: 30 }), wide)).toBe('input');
  });

  test('unclear while someone else’s text or a part of it stands in the box', () => {
    expect(locate(frameOf('13-typed-multiline'), 'something else')).toBe('unknown');
    expect(locate(frameOf('25-interrupted-by-escape'), 'HANG and more')).toBe('unknown');
    expect(locate(frameOf('14-pasted-20-lines'), 'a\nb\nc')).toBe('unknown');
  });

  test('taken: working, asking for permission, or answered already', () => {
    expect(locate(frameOf('20-busy-streaming'), 'SLOW 14')).toBe('accepted');
    expect(locate(frameOf('22-queued-while-busy'), 'SAY queued one')).toBe('accepted');
    expect(locate(permission, 'BASH touch made-by-bash.txt && sleep 4')).toBe('accepted');
    expect(locate(idle, 'SAY hello there')).toBe('accepted');
    expect(locate(frameOf('77-multiline-sent'), 'SAY from help\nsecond')).toBe('accepted');
  });

  test('absent: ready, and the last prompt on the screen is another one', () => {
    expect(locate(idle, 'SAY something else')).toBe('absent');
    expect(locate(idle, 'SAY hello')).toBe('absent');
    expect(locate(frameOf('10-idle-fresh-manual'), 'SAY hello there')).toBe('absent');
  });

  test('unclear: a long answer pushed the last prompt off the screen, or a startup dialog is open', () => {
    const noPrompt = changed(frameOf('17-scrolled-up'), { rows: { 0: '' } });
    expect(locate(noPrompt, 'SAY something else')).toBe('unknown');
    expect(locate(frameOf('01-trust-dialog'), 'SAY hello there')).toBe('unknown');
  });
});

describe('the answer', () => {
  test('is the text of the last turn without its bullet', () => {
    expect(answer(idle, 'SAY hello there')).toBe('hello there');
    expect(answer(frameOf('15-question-in-text'), 'ASK')).toBe(
      'I can do this in two ways. Which database should I use: SQLite or PostgreSQL?',
    );
  });

  test('ends where the next prompt begins', () => {
    expect(answer(frameOf('15-question-in-text'), 'SAY queued one')).toBe('queued one');
  });

  test('has no tool calls, thoughts and spinners', () => {
    expect(answer(frameOf('33-perm-edit-after-yes'), 'READ ed.txt || EDIT ed.txt')).toBe(
      'Finished after 2 tool step(s).',
    );
    expect(answer(frameOf('24-busy-no-first-byte'), 'THINK 4')).toBe('Thought enough.');
  });

  test('keeps paragraphs, and goes on where the prompt has left the screen', () => {
    const { lines } = frameOf('21b-busy-tool-output');
    const next = lines.findIndex((line) => line.startsWith('❯ BASH'));
    const text = claude.response([...lines.slice(0, next), ...idle.lines.slice(36)], baseline, 'LONG 80');
    expect(text.split('\n\n').at(-1)).toBe('line 80 of the long output');
    expect(text).not.toMatch(/Brewed|Running/);
  });

  test('is the error where the turn failed', () => {
    expect(answer(frameOf('51-e401-final'), 'ERR401')).toBe('Invalid API key · Fix external API key');
    expect(answer(frameOf('51-e529-final'), 'ERR529')).toMatch(
      /^API Error: Repeated 529 .*\nmoment\. If it persists/,
    );
  });
});
