import { codex } from '../../../agents/codex';
import { detectOnScreen } from '../../../agents/index';
import type { Baseline, Frame } from '../../../agents/types';
import { fingerprintOf } from '../../../terminal/dialogs/fingerprint';
import type { TurnState } from '../../../agents/events/types';
import type { Snapshot } from '../../../terminal/watch/types';
import { changed, recording } from '../recordings';

const frameOf = (name: string): Frame => recording('codex-0.169.0', name).frame;
const idle = frameOf('11-idle-after-answer');
const permission = frameOf('30-perm-bash-escalated');
const baseline: Baseline = { historySize: 0, cursorX: 2, cursorY: 36, width: 120, promptRow: '›' };
const locate = (frame: Frame, text: string) => codex.locatePrompt(frame, baseline, text);
const answer = (frame: Frame, text: string) => codex.response(frame.lines, baseline, text);

describe('what must not be taken for a dialog', () => {
  test('an approval quoted in an answer above the composer', () => {
    const quoted = permission.lines.slice(26, 40);
    const rows = Object.fromEntries(quoted.map((line, index) => [15 + index, `  ${line}`]));
    expect(codex.classify(changed(idle, { rows })).state).toBe('waiting_input');
  });

  test('an old dialog at column 0 above the composer', () => {
    const rows = { 20: '› 1. Yes, proceed (y)', 21: '  2. No (esc)' };
    expect(codex.classify(changed(idle, { rows })).dialog).toBeUndefined();
  });

  test('a draft that is a numbered list', () => {
    const rows = { 35: '› 1. fix the bug', 36: '  2. add a test', 39: '' };
    const verdict = codex.classify(changed(idle, { rows, cursorX: 15 }));
    expect(verdict).toMatchObject({ state: 'unknown', draft: '1. fix the bug\n2. add a test' });
  });
});

describe('ready, whatever the terminal’s title and the status row say', () => {
  /** Nothing but the title tells there whether Codex still writes. */
  const afterCommand = changed(recording('codex-0.171.0', 'idle-after-shift-tab-plan-mode').frame, {
    rows: { 10: '' },
  });
  const status = (text: string, more: Partial<Frame> = {}): Frame =>
    changed(afterCommand, { ...more, rows: { 37: `  ${text}` } });

  test.each([
    ['the directory', 'store', 'GPT-6-Sol medium · /home/dev/acme/store'],
    ['thread and directory', 'SAY hi | store', 'GPT-6-Sol medium · /home/dev/acme/store · SAY hi'],
    ['a thread with signs of its own', 'a | b · /c | store', 'GPT-6-Sol · /home/dev/acme/store · a | b · /c'],
    [
      'a mode on the status row',
      'store',
      'GPT-6-Sol · ~/acme/store                Plan mode (shift+tab to cycle)',
    ],
    ['the repository of a directory below it', 'SAY hi | acme', 'GPT-6-Sol · ~/acme/store/src · SAY hi'],
    [
      'a long name, cut',
      'SAY hi | and another level of ...',
      'GPT-6-Sol · /tmp/and another level of it · SAY hi',
    ],
    ['a thread, with the directory cut', 'SAY hi | store', 'GPT-6-Sol · SAY hi · /home/dev/…'],
    ['what a person has chosen', '⠀ | GPT-6-Sol', 'GPT-6-Sol'],
  ])('%s', (_what, title, row) => {
    expect(codex.classify(status(row, { title }))).toMatchObject({ state: 'waiting_input' });
  });

  test('not where the title is somebody else’s', () => {
    for (const title of ['', 'vm', 'stor', 'st...', '...'])
      expect(codex.classify(status('GPT-6-Sol · /home/dev/acme/store', { title })).rule).toBe(
        'codex.title-silent',
      );
  });

  test('a turn that has visibly ended, whatever a command wrote since', () => {
    const rows = { 10: '  Worked for <1s • 12:11', 37: '  GPT-6-Sol' };
    expect(codex.classify(changed(afterCommand, { rows, title: 'vm' })).state).toBe('waiting_input');
  });

  test('a conversation that has not begun', () => {
    const fresh = recording('codex-0.171.0', 'ready-80x24').frame;
    const rows = { [fresh.height - 2]: '' };
    expect(codex.classify(changed(fresh, { rows, title: 'vm' })).state).toBe('waiting_input');
  });
});

test('Codex is found by its screen where node runs it', () => {
  const found = (name: string, change: Partial<Frame>) =>
    detectOnScreen(changed(recording('codex-0.171.0', name).frame, { title: 'box', ...change }));
  expect(found('ready-60x20', { command: 'node' })).toBe('codex');
  expect(found('busy-60x20', { command: 'node' })).toBe('codex');
  expect(found('ready-60x20', { command: 'less' })).toBeUndefined();
  expect(
    detectOnScreen({ ...idle, command: 'node', title: 'box', lines: idle.lines.map(() => '') }),
  ).toBeUndefined();
});

describe('a command longer than the screen', () => {
  const long = recording('codex-0.171.0', 'perm-80-lines-view-all').frame;
  const rows = Array.from({ length: 80 }, (_, row) => `row ${row}`).join('\n');
  const about = (frame: Frame, command: string): boolean => {
    const { dialog } = codex.classify(frame);
    if (!dialog) throw new Error('no dialog');
    return codex.isAbout?.(dialog, frame, { tool: 'Bash', commands: [command], path: null }) ?? false;
  };

  test('is a permission that is not read from the screen', () => {
    const { dialog } = codex.classify(long);
    expect(dialog).toMatchObject({ kind: 'permission', cut: 'above' });
    expect(dialog && codex.request?.(dialog, long)).toBeUndefined();
  });

  test('is the one that the hook told of, where what is seen is its beginning', () => {
    expect(about(long, `cat > /home/b.txt <<'EOF'\n${rows}\nEOF`)).toBe(true);
    expect(about(long, `cat > /home/c.txt <<'EOF'\n${rows}\nEOF`)).toBe(false);
    expect(about(long, rows)).toBe(false);
    const nothing = Object.fromEntries(Array.from({ length: 28 }, (_, row) => [7 + row, '']));
    expect(about(changed(long, { rows: nothing }), 'rm -rf /')).toBe(false);
  });

  test('is another dialog where the hook told of another end', () => {
    const pane = { paneId: '%1', pid: 1 } as Snapshot['pane'];
    const verdict = codex.classify(long);
    const withEnd = (end?: string): string | undefined => {
      const input = { command: `cat > /home/b.txt <<'EOF'\n${rows}\n${end}` };
      const told = { uses: { open: [{ tool: 'Bash', input }], calls: [], over: [] } } as unknown as TurnState;
      return fingerprintOf(
        { pane, reading: verdict, agent: codex, frame: long, ...(end && { reported: told }) },
        null,
      );
    };
    expect(new Set([withEnd('EOF'), withEnd('EOF\nrm -rf /'), withEnd()]).size).toBe(3);
    expect(withEnd('EOF')).toBe(withEnd('EOF'));
  });

  test('is all of it where nothing was left out', () => {
    expect(about(permission, 'touch /home/me/outside.txt')).toBe(true);
    expect(about(permission, 'touch /home/me/outside.txt && rm -rf /')).toBe(false);
  });
});

describe('questions', () => {
  const question = recording('codex-0.171.0', 'plan-mode-question').frame;

  test('an answer that quotes one is no dialog', () => {
    const quoted = Object.fromEntries(question.lines.slice(28).map((line, row) => [20 + row, line]));
    expect(codex.classify(changed(idle, { rows: quoted })).dialog).toBeUndefined();
  });

  test('one whose hints or heading are out of sight is not read', () => {
    const heading = question.lines.findIndex((line) => line.startsWith('  Question 1/1'));
    for (const row of [heading, 37])
      expect(codex.classify(changed(question, { rows: { [row]: '' } })).rule).toBe('codex.title-action');
  });
});

describe('what must not be taken for ready', () => {
  test('an answer being written, where the title is not kept up to date', () => {
    const streaming = changed(frameOf('20-busy-streaming'), { title: 'box' });
    expect(codex.classify(streaming)).toMatchObject({ state: 'unknown', rule: 'codex.title-silent' });
  });

  test('work in progress, where the title is not kept up to date', () => {
    for (const name of ['21-busy-tool-bash', '23-busy-thinking', '50-ce529-retrying']) {
      expect(codex.classify(changed(frameOf(name), { title: 'box' }))).toMatchObject({
        rule: 'codex.working',
      });
    }
  });

  test('a decision that the title asks for, with nothing readable on the screen', () => {
    const verdict = codex.classify(changed(idle, { title: '[ ! ] Action Required | app' }));
    expect(verdict).toMatchObject({ state: 'needs_confirmation', rule: 'codex.title-action' });
  });

  test('the composer with the cursor elsewhere, and a screen without one', () => {
    expect(codex.classify(changed(idle, { cursorX: 0, cursorY: 39 })).state).toBe('unknown');
    expect(codex.classify(changed(idle, { rows: { 36: '' } })).state).toBe('unknown');
  });

  test('the placeholder typed by a person', () => {
    expect(codex.classify(changed(idle, { cursorX: 26 }))).toMatchObject({
      state: 'unknown',
      rule: 'codex.draft',
    });
  });

  test('a shell that came back', () => {
    const rows = Object.fromEntries([35, 36, 37, 38, 39].map((row) => [row, '']));
    const frame = changed(idle, { rows, title: '', command: 'zsh', cursorX: 0 });
    expect(codex.classify(frame)).toMatchObject({ state: 'exited', rule: 'codex.shell' });
  });
});

test('an approval under text of the model that looks like another approval is nobody’s to answer', () => {
  const rows = { 22: '  Would you like to make the following edits?', 23: '' };
  expect(codex.classify(changed(permission, { rows })).dialog?.kind).toBe('other');
});

test('words of errors in an answer change nothing', () => {
  const rows = { 33: '• error: Action Required, esc to interrupt', 31: '  Working (2s)' };
  expect(codex.classify(changed(idle, { rows })).state).toBe('waiting_input');
});

describe('where a prompt is', () => {
  test('in the composer: as typed, collapsed, taller than the screen', () => {
    expect(
      locate(frameOf('13-typed-multiline'), 'first typed line\nsecond typed line\nthird typed line'),
    ).toBe('input');
    expect(locate(frameOf('78-pasted-1500'), 'x'.repeat(1500))).toBe('input');
    const tall = Array.from({ length: 30 }, (_, index) => `line ${index + 1} of a tall draft`).join('\n');
    expect(locate(frameOf('79-tall-draft-80x24'), tall)).toBe('input');
  });

  test('unclear while another text stands there', () => {
    expect(locate(frameOf('78-pasted-1500'), 'x'.repeat(1400))).toBe('unknown');
    expect(locate(frameOf('13-typed-multiline'), 'first typed line')).toBe('unknown');
  });

  test('taken: working, asking, or answered already', () => {
    expect(locate(frameOf('20-busy-streaming'), 'SLOW 10')).toBe('accepted');
    expect(locate(permission, 'BASH ESC touch /home/me/outside.txt')).toBe('accepted');
    expect(locate(idle, ' SAY hello there ')).toBe('accepted');
  });

  test('absent only where the last prompt is seen to be another one', () => {
    expect(locate(idle, 'SAY hello')).toBe('absent');
    expect(locate(frameOf('10-idle-fresh'), 'SAY hello')).toBe('absent');
    expect(locate(changed(frameOf('16-long-output'), { rows: { 0: '' } }), 'SAY hello')).toBe('unknown');
  });
});

describe('the answer', () => {
  test('is the text of the last turn without bullets, tips and the time it took', () => {
    expect(answer(idle, 'SAY hello there')).toBe('hello there');
    expect(answer(frameOf('12-idle-after-write'), 'WRITE newfile.txt')).toBe(
      'Finished after 1 tool step(s).',
    );
    expect(answer(frameOf('30-perm-after-y'), 'BASH ESC touch /home/me/outside.txt')).toBe(
      'Finished after 1 tool step(s).',
    );
  });

  test('keeps a sentence that begins like a tool call', () => {
    const frame = changed(idle, {
      rows: Object.fromEntries(
        idle.lines.flatMap((line, row) =>
          line === '• hello there' ? [[row, '• Ran the tests, all pass.']] : [],
        ),
      ),
    });
    expect(answer(frame, 'SAY hello there')).toBe('Ran the tests, all pass.');
  });

  test('is the error where the turn failed', () => {
    expect(answer(frameOf('51-ce401-final'), 'ERR401')).toMatch(
      /^unexpected status 401 Unauthorized: invalid x-api-key/,
    );
  });

  test('is said to be cut where its beginning is out of sight, and has nothing of the prompt', () => {
    const numbers = (from: number, to: number): string =>
      Array.from({ length: to - from + 1 }, (_, row) => `line ${from + row} of the long output`).join('\n\n');
    const cut = '[cut: the beginning of the answer was no longer on the screen]';
    const screen = (name: string): Frame => recording('codex-0.171.0', name).frame;
    const prompt = `LONG 30\n${Array.from({ length: 8 }, (_, row) => `prompt line ${row}`).join('\n')}`;
    expect(answer(screen('long-answer-sticky-prompt'), 'LONG 60')).toBe(`${cut}\n${numbers(46, 60)}`);
    expect(answer(screen('pinned-prompt-80x24'), 'LONG 12')).toBe(`${cut}\n${numbers(5, 12)}`);
    expect(answer(screen('pinned-long-prompt-80x24'), prompt)).toBe(`${cut}\n${numbers(23, 30)}`);
    const none = changed(screen('pinned-prompt-80x24'), { rows: { 0: '  line 4 of the long output' } });
    expect(answer(none, 'LONG 12')).toBe(cut);
  });

  test('stands below the end of a prompt that is taller than the screen', () => {
    const { frame } = recording('codex-0.171.0', 'end-of-long-prompt-80x24');
    const prompt = Array.from({ length: 30 }, (_, row) => `prompt line ${row}`).join('\n');
    expect(answer(frame, `SAY done\n${prompt}`)).toBe('done');
  });

  test('ends where its turn does, whatever a command wrote since', () => {
    const { frame } = recording('codex-0.171.0', 'idle-after-shift-tab-plan-mode');
    expect(answer(frame, 'SAY hi')).toBe('hi');
  });

  test('keeps the paragraphs of a long answer', () => {
    const text = answer(frameOf('16-long-output'), 'LONG 60');
    expect(text.split('\n\n').slice(-2)).toEqual([
      'line 59 of the long output',
      'line 60 of the long output',
    ]);
  });
});
