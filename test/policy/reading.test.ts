/** What a dialog asks for, read from recorded screens; what can't be read for certain is not read at all. */
import { callOf } from '../../terminal/dialogs/tool-call';
import { bodyOf, fingerprintOf } from '../../terminal/dialogs/fingerprint';
import { keysFor, optionFor } from '../../terminal/dialogs/keys';
import { agentById } from '../../agents';
import { readingsOf } from '../../agents/screen/wrapped';
import type { Frame } from '../../agents/types';
import type { Snapshot } from '../../terminal/watch/types';
import { changed, recording } from '../agents/recordings';
import { there } from '../store/support';
import { PANE } from '../workflows/support/looks';

const CLAUDE = 'claude-2.1.330';
const CODEX = 'codex-0.169.0';
const NOW = Date.parse('2026-03-10T12:00:00Z');

function lookAt(folder: string, frame: Frame, more: Partial<Snapshot> = {}): Snapshot {
  const agent = there(agentById(folder.split('-')[0] as string));
  const verdict = agent.classify(frame);
  return {
    session: 'a',
    pane: { ...PANE, workingDir: '/home/me/work' },
    frame,
    atMs: NOW,
    agent,
    reading: verdict,
    screen: verdict,
    ...more,
  };
}
const screen = (folder: string, name: string): Snapshot => lookAt(folder, recording(folder, name).frame);
const read = (look: Snapshot) => callOf(look);
/** The command's dialog with `rows` in place of the command. */
function claudeBash(...rows: string[]): Frame {
  const { frame } = recording(CLAUDE, '31-perm-bash-b');
  const at = frame.lines.indexOf(' touch no.txt');
  const lines = frame.lines.toSpliced(at, 1, ...rows).slice(0, frame.height);
  return changed({ ...frame, lines }, { cursorY: frame.cursorY + rows.length - 1 });
}

test.each([
  [CLAUDE, '30-perm-bash', { tool: 'Bash', commands: ['touch made-by-bash.txt && sleep 4'], path: null }],
  [CLAUDE, '33-perm-edit', { tool: 'Edit', commands: [], path: 'ed.txt' }],
  [CLAUDE, '34-perm-write', { tool: 'Write', commands: [], path: 'new.txt' }],
  [CLAUDE, '35-perm-webfetch', { tool: 'WebFetch', commands: [], path: 'https://example.com/page' }],
  [CLAUDE, '01-trust-dialog', { tool: 'Trust', commands: [], path: '/home/me/work' }],
  [CLAUDE, '89-perm-read', { tool: 'Read', commands: [], path: '/etc/hostname' }],
  [
    CLAUDE,
    '87-perm-bash-lines',
    { tool: 'Bash', commands: ["cat > a.txt <<'X'\nhello\n  indented  two\n\nX\nnpm test"], path: null },
  ],
  [
    CODEX,
    '83-perm-lines',
    { tool: 'Bash', commands: ["cat > a.txt <<'X'\nhello\n  indented\n\nX\nnpm test"], path: null },
  ],
  [CODEX, '30-perm-bash-escalated', { tool: 'Bash', commands: ['touch /home/me/outside.txt'], path: null }],
  [CODEX, '33-perm-edit', { tool: 'Edit', commands: [], path: '/home/me/work-codex/ed.txt' }],
])('%s %s', (folder, name, call) => {
  expect(read(screen(folder, name))).toEqual({ call, source: 'screen' });
});

test.each([
  [CLAUDE, '40-askuserquestion'],
  [CLAUDE, '44-dialog-tab-amend'],
  [CLAUDE, '90-perm-websearch'],
  [CLAUDE, '02-apikey-dialog'],
  [CLAUDE, '72-model-picker'],
  [CODEX, '05-hooks-review-start'],
  [CODEX, '74-permissions-picker'],
])('%s %s asks for nothing that a rule could judge', (folder, name) => {
  expect(read(screen(folder, name)).call).toBeNull();
});

test('a wrapped command is read in every way it may be meant, the likeliest first', () => {
  const { call } = read(screen(CODEX, '80-perm-80x24'));
  const file = '/home/me/a-long-file-name-that-will-make-the-command-wrap-over-the-edge.txt';
  expect(call?.commands[0]).toBe(`touch ${file} && echo done`);
  expect(call?.commands).toContain(`touch\n${file}\n&& echo done`);
  expect(call?.commands).toHaveLength(9);
});

test.each([
  ['85-perm-bash-wrapped', /^npm test && echo one .* sixteen seventeen .* twenty$/],
  ['86-perm-bash-long-word', /^touch \/home\/me\/x\/a-very-long-file-name-x{120}\.txt$/],
  ['88-perm-bash-wrapped-80x24', /^npm test && echo one .* eleven twelve thirteen$/],
])('Claude wraps %s behind a bar: what it is meant to be is among what it is read as', (name, meant) => {
  const { call } = read(screen(CLAUDE, name));
  expect(call?.commands).toHaveLength(3);
  expect(call?.commands.filter((text) => meant.test(text))).toHaveLength(1);
});

test('rows whose next word had room above end with a line end', () => {
  expect(readingsOf(['cd src', 'npm test'], 80, 1)).toEqual(['cd src\nnpm test']);
  expect(readingsOf(['a', '', 'b'], 80, 1)).toEqual(['a\n\nb']);
  const full = 'x'.repeat(77);
  expect(readingsOf([full, 'y'], 80, 1)).toEqual([`${full} y`, `${full}\ny`, `${full}y`]);
});

test.each([
  ['is cut off', ['cat a.txt …']],
  ['has more rows than are shown', ['cat <<EOF', '… +12 lines']],
  ['is empty', ['']],
  ['could be read in too many ways', Array.from({ length: 5 }, () => 'x'.repeat(78))],
])('a text that %s is not read', (_what, rows) => {
  expect(readingsOf(rows, 80, 1)).toEqual([]);
});

test('a command whose beginning is off the screen is not judged by its end', () => {
  const { frame } = recording(CLAUDE, '31-perm-bash-b');
  const title = frame.lines.indexOf(' Bash command');
  const lines = frame.lines.slice(title + 1);
  const cut = { ...frame, lines, height: lines.length, cursorY: frame.cursorY - title - 1 };
  expect(read(lookAt(CLAUDE, cut)).call).toBeNull();
  const codex = recording(CODEX, '80-perm-80x24').frame;
  const above = codex.lines.findIndex((row) => row.startsWith('  Would you like'));
  const rest = codex.lines.slice(above);
  const shorter = { ...codex, lines: rest, height: rest.length, cursorY: codex.cursorY - above };
  expect(read(lookAt(CODEX, shorter)).call).toBeNull();
});

test('rows that a command draws to look like the dialog are part of the command', () => {
  const rule = '╌'.repeat(120);
  const { call } = read(lookAt(CLAUDE, claudeBash(' echo', ` ${rule.slice(1)}`, ' ls', ' rm -rf x')));
  expect(call === null || call.commands.every((text) => text.includes('rm -rf x'))).toBe(true);
  // At column 0 no command can draw: there would be three rules.
  expect(read(lookAt(CLAUDE, claudeBash(' rm -rf x', rule, ' ls'))).call).toBeNull();
});

test('a second `$ ` in what Codex shows is not guessed at', () => {
  const { frame } = recording(CODEX, '30-perm-bash-escalated');
  const row = frame.lines.findIndex((line) => line.startsWith('  Reason:'));
  expect(read(lookAt(CODEX, changed(frame, { rows: { [row]: '  $ ls' } }))).call).toBeNull();
});

test('a file whose name in the question is another one is not read', () => {
  const { frame } = recording(CLAUDE, '33-perm-edit');
  const row = frame.lines.indexOf(' ed.txt');
  expect(read(lookAt(CLAUDE, changed(frame, { rows: { [row]: ' other.txt' } }))).call).toBeNull();
});

test('a trust dialog of another directory than the session’s is not read', () => {
  const look = screen(CLAUDE, '01-trust-dialog');
  expect(read({ ...look, pane: { ...look.pane, workingDir: '/elsewhere' } }).call).toBeNull();
});

describe('the call that the agent’s own hook told', () => {
  const hook = (command: string, atMs = NOW - 400) => ({
    tool: 'Bash',
    input: { command, description: 'x' },
    atMs,
  });
  const look = screen(CLAUDE, '30-perm-bash');
  const command = 'touch made-by-bash.txt && sleep 4';

  test('counts where the dialog shows it', () => {
    expect(read({ ...look, toolRequest: hook(command) })).toEqual({
      call: { tool: 'Bash', commands: [command], path: null },
      source: 'hook',
    });
  });

  test('settles what wrapping leaves open', () => {
    const wide = `echo ${'word '.repeat(30)}end`;
    const rows = [` ${wide.slice(0, 115)}`, ` ${wide.slice(115)}`];
    const frame = claudeBash(...rows);
    expect(read(lookAt(CLAUDE, frame)).call?.commands.length).toBeGreaterThan(1);
    expect(read(lookAt(CLAUDE, frame, { toolRequest: hook(wide) })).call?.commands).toEqual([wide]);
  });

  test.each([
    ['of another command', hook('ls')],
    ['of the beginning of the command only', hook('touch made-by-bash.txt')],
    ['of a longer command', hook(`${command} && rm -rf x`)],
    ['of another time', hook(command, NOW - 3_600_000)],
    ['of another tool', { tool: 'Write', input: { file_path: 'made-by-bash.txt' }, atMs: NOW }],
  ])('%s does not', (_what, toolRequest) => {
    expect(read({ ...look, toolRequest }).source).toBe('screen');
  });

  test('of a file counts where the dialog names the file', () => {
    const edit = screen(CLAUDE, '33-perm-edit');
    const told = (file_path: string) =>
      read({ ...edit, toolRequest: { tool: 'Edit', input: { file_path }, atMs: NOW } });
    expect(told('/home/me/work/ed.txt').call?.path).toBe('/home/me/work/ed.txt');
    expect(told('/home/me/work/.env').call?.path).toBe('ed.txt');
  });
});

describe('keys', () => {
  const dialogOf = (folder: string, name: string) => there(screen(folder, name).reading.dialog);
  const claude = there(agentById('claude'));
  const codex = there(agentById('codex'));
  const press = (folder: string, name: string, answer: 'approve' | 'deny') => {
    const dialog = dialogOf(folder, name);
    return keysFor(dialog, optionFor(dialog, answer, folder === CLAUDE ? claude : codex));
  };

  test.each([
    [CLAUDE, '30-perm-bash', '1', '4'],
    [CLAUDE, '33-perm-edit', '1', '3'],
    [CLAUDE, '34-perm-write', '1', '3'],
    [CLAUDE, '35-perm-webfetch', '1', '3'],
    [CODEX, '30-perm-bash-escalated', 'y', '3'],
    [CODEX, '33-perm-edit', 'y', '3'],
  ])('of %s %s are %s for yes and %s for no', (folder, name, yes, no) => {
    expect(press(folder, name, 'approve')).toEqual({ keys: [yes], answers: true });
    expect(press(folder, name, 'deny')).toEqual({ keys: [no], answers: true });
  });

  test('without digits move the mark; Enter comes when the mark was seen there', () => {
    const dialog = dialogOf(CLAUDE, '01-trust-dialog');
    expect(keysFor(dialog, 1)).toEqual({ keys: ['Down'], answers: false });
    expect(keysFor(dialog, 0)).toEqual({ keys: ['Enter'], answers: true });
    const moved = { ...dialog, options: dialog.options.map((one) => ({ ...one, selected: !one.selected })) };
    expect(keysFor(moved, 1)).toEqual({ keys: ['Enter'], answers: true });
    expect(keysFor(moved, 0)).toEqual({ keys: ['Up'], answers: false });
  });

  test('are none where no option, or more than one, has the label', () => {
    expect(press(CLAUDE, '40-askuserquestion', 'approve')).toBeUndefined();
    expect(press(CODEX, '05-hooks-review-start', 'deny')).toBeUndefined();
    const twice = {
      kind: 'permission',
      title: 'x',
      options: ['Yes', 'Yes'].map((label) => ({ label, selected: false })),
    };
    expect(optionFor(twice as never, 'approve', claude)).toBe(-1);
  });
});

describe('the fingerprint', () => {
  const look = screen(CLAUDE, '30-perm-bash');
  const of = (frame: Frame, pane = look.pane) => fingerprintOf({ ...lookAt(CLAUDE, frame), pane }, null);

  test('is the same whichever option is marked, and wherever on the screen the dialog stands', () => {
    const row = look.frame.cursorY;
    const rows = { [row]: '   1. Yes', [row + 3]: ' ❯ 4. No' };
    expect(of(changed(look.frame, { rows, cursorY: row + 3 }))).toBe(of(look.frame));
    const lines = look.frame.lines.slice(2);
    expect(of({ ...look.frame, lines, cursorY: row - 2 })).toBe(of(look.frame));
  });

  test('differs with the text and with the terminal', () => {
    const row = look.frame.lines.findLastIndex((line) => line.includes('made-by-bash'));
    expect(of(changed(look.frame, { rows: { [row]: ' touch other' } }))).not.toBe(of(look.frame));
    expect(of(look.frame, { ...look.pane, pid: 101 })).not.toBe(of(look.frame));
    expect(of(recording(CLAUDE, '10-idle-fresh-manual').frame)).toBeUndefined();
  });
});

test('the text of a dialog is its rows without the rules', () => {
  expect(bodyOf(there(screen(CLAUDE, '30-perm-bash').reading.dialog)).split('\n')).toEqual([
    ' Bash command',
    ' Tip: auto mode handles these prompts for you — choose "switch to auto mode" below',
    ' Run mock command',
    ' touch made-by-bash.txt && sleep 4',
    ' Do you want to proceed?',
  ]);
});
