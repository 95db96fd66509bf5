/** What stood on a screen before a dialog, on recorded screens of agents. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { diffIn, linesBefore } from '../../../web/src/features/needs/before';

const screen = (name: string): string =>
  readFileSync(join(__dirname, '../../screens', name, 'screen.txt'), 'utf8');
const from = (text: string, first: string): string =>
  text.slice(text.lastIndexOf(first), text.indexOf('Esc to cancel'));

test('the agent’s words before a command are those right above the dialog, without the line between', () => {
  const shown = screen('claude-2.1.330/30-perm-bash');
  const lines = linesBefore(shown, from(shown, 'Bash command'));
  expect(lines.at(-1)).toContain('$ touch made-by-bash.txt && sleep 4');
  expect(lines).toContain('❯ BASH touch made-by-bash.txt && sleep 4');
  expect(lines.length).toBeLessThanOrEqual(12);
});

test('the change of a file is read from the dialog', () => {
  const shown = screen('claude-2.1.330/33-perm-edit');
  expect(diffIn(from(shown, 'Edit file').split('\n'))).toEqual([
    { kind: 'same', number: '1', text: 'first line' },
    { kind: 'removed', number: '2', text: 'second line' },
    { kind: 'added', number: '2', text: 'SECOND LINE edited' },
    { kind: 'same', number: '3', text: 'third line' },
  ]);
});

test('and, where the dialog doesn’t show it, from the last that stands above it', () => {
  const shown = screen('codex-0.169.0/33-perm-edit');
  const before = linesBefore(shown, 'Would you like to make the following edits?\nDescription: Apply');
  expect(diffIn(before).map(({ kind, text }) => [kind, text])).toEqual([
    ['removed', 'second line'],
    ['added', 'SECOND LINE edited'],
  ]);
});

test('nothing is made up where the dialog has gone from the screen, or there is nothing above it', () => {
  expect(linesBefore('> ready\n', 'Bash command\n ls')).toEqual([]);
  expect(linesBefore('Bash command\n ls', 'Bash command\n ls')).toEqual([]);
  expect(linesBefore('x', '─────\n   ')).toEqual([]);
  expect(diffIn(['● I have 3 apples', '1. Yes', '2. No'])).toEqual([]);
});
