/** What `architect terminal` draws, and what its keys mean. */
import { PassThrough } from 'node:stream';
import type { Confirmation, Session } from '../../api/document/api-types';
import { type Input, type Key, readInput } from '../../cli/terminal/keys';
import { BEGINNING, pasted, pressed, type State, type Step, withSessions } from '../../cli/terminal/state';
import { cells } from '../../cli/terminal/text';
import { lines } from '../../cli/terminal/view';

const session = (name: string, status: Session['status'] = 'waiting_input'): Session =>
  ({ name, status, provider: 'shell', reason: 'ready' }) as Session;
const dialog = (id: number, of: string): Confirmation =>
  ({
    ...{ id, session: of, tool: 'Bash', command: 'rm -rf build', kind: 'permission' },
    dialog: { title: 'Bash command', body: '', options: [] },
  }) as unknown as Confirmation;
const key = (name: string, text = name.length === 1 ? name : undefined): Key => ({ name, ctrl: false, text });
const press = (state: State, ...names: string[]): Step =>
  names.reduce<Step>((step, name) => pressed(step.state, key(name)), { state });

const three = withSessions(BEGINNING, [session('b'), session('c', 'needs_confirmation'), session('a')]);
const size = { rows: 24, columns: 80 };
const plain = (state: State, room = size) => lines(state, room, (_colour, text) => text);

test('who needs a person comes first, and is chosen', () => {
  expect(three.sessions.map(({ name }) => name)).toEqual(['c', 'a', 'b']);
  expect(three.selected).toBe('c');
});

test('the choice stays with its session when others come, and goes on when it goes', () => {
  const chosen = press(three, 'j').state;
  expect(chosen.selected).toBe('a');
  expect(withSessions(chosen, [...three.sessions, session('aa', 'needs_confirmation')]).selected).toBe('a');
  expect(withSessions(chosen, [session('b')]).selected).toBe('b');
  expect(press(three, 'up').state.selected).toBe('c');
  expect(press(three, 'j', 'j', 'j', 'j').state.selected).toBe('b');
});

test('a prompt goes to the session that it was begun for', () => {
  const begun = press(three, 's', 'l', 's', '!', 'backspace').state;
  const elsewhere = withSessions(begun, [session('b')]);
  expect(elsewhere.selected).toBe('b');
  expect(press(elsewhere, 'return').command).toEqual({ kind: 'send', session: 'c', text: 'ls' });
  expect(press(begun, 'escape').command).toBeUndefined();
  expect(press(three, 's', 'return').command).toBeUndefined();
});

test('a whole character goes at once, however many code points it has', () => {
  const state: State = { ...three, mode: { kind: 'prompt', session: 'c', draft: 'a👩‍💻' } };
  expect(press(state, 'backspace').state.mode).toMatchObject({ draft: 'a' });
});

test('an answer is for the dialog that was on view, and only after a yes', () => {
  const asked = press({ ...three, dialogs: [dialog(7, 'c')] }, 'a').state;
  const another: State = { ...asked, dialogs: [dialog(8, 'c')] };
  expect(press(another, 'y').command).toEqual({ kind: 'decide', id: 7, decision: 'approve' });
  expect(press(asked, 'n').command).toBeUndefined();
  expect(press(three, 'd').state.message).toMatch(/No dialog of c/);
});

test.each(['q', 's', 'd'])('while a prompt is written %s is a letter', (letter) => {
  const { state, command } = press(three, 's', letter);
  expect(command).toBeUndefined();
  expect(state.mode).toMatchObject({ kind: 'prompt', draft: letter });
});

test('every line is as wide as the terminal, and there are as many as rows', () => {
  const wide: State = { ...three, screen: '日本語'.repeat(60) + '\nlast', dialogs: [dialog(1, 'c')] };
  for (const room of [size, { rows: 50, columns: 211 }]) {
    const drawn = plain(wide, room);
    expect(drawn).toHaveLength(room.rows);
    expect(drawn.join('\n')).toMatch(/dialog 1 \(Bash\): rm -rf build/);
  }
  expect(cells('日本語', 5)).toBe('日本 ');
});

test('what acts on a terminal is shown, not obeyed', () => {
  const drawn = plain({ ...three, screen: 'a\x1b]52;c;aGk=\x07b' }).join('');
  // oxlint-disable-next-line no-control-regex -- none may be there
  expect(drawn).not.toMatch(/[\x00-\x08\x0b-\x1f\x7f-\x9f]/);
});

test('the end of a long screen is on view, and all of it while it is watched', () => {
  const screen = Array.from({ length: 40 }, (_, row) => `row ${row}`).join('\n');
  const some = plain({ ...three, screen }).join('\n');
  expect(some).toContain('row 39');
  expect(some).not.toContain('row 20 ');
  expect(plain({ ...three, screen, isWatching: true }).join('\n')).toContain('row 20 ');
});

test('a terminal that is too small says what it needs', () => {
  expect(plain(three, { rows: 20, columns: 70 })[0]).toMatch(/80 x 24/);
});

test('keys, pasted words, clicks and the wheel are told from each other', async () => {
  const stdin = new PassThrough();
  const seen: Input[] = [];
  const stop = readInput(stdin, (input) => seen.push(input));
  stdin.write('j\x1b[A\x1b[<0;12;4M\x1b[<0;12;4m\x1b[<65;1;1Mé\r\x03');
  await new Promise((resolve) => setImmediate(resolve));
  stop();
  expect(seen.filter(({ kind }) => kind !== 'key')).toEqual([
    { kind: 'click', row: 3 },
    { kind: 'wheel', rows: 1 },
  ]);
  expect(seen.flatMap((input) => (input.kind === 'key' ? [input.key] : []))).toEqual([
    { name: 'j', ctrl: false, text: 'j' },
    { name: 'up', ctrl: false, text: undefined },
    { name: 'é', ctrl: false, text: 'é' },
    { name: 'return', ctrl: false, text: undefined },
    { name: 'c', ctrl: true, text: undefined },
  ]);
});

test('what is pasted is one text with all its lines, and no key', async () => {
  const stdin = new PassThrough();
  const seen: Input[] = [];
  const stop = readInput(stdin, (input) => seen.push(input));
  const bytes = Buffer.from('\x1b[200~first é\r\tlay\x03\x1b[201~y');
  // In the middle of the é, as a terminal parts a long paste.
  stdin.write(bytes.subarray(0, 13));
  await new Promise((resolve) => setImmediate(resolve));
  stdin.write(bytes.subarray(13));
  await new Promise((resolve) => setImmediate(resolve));
  stop();
  expect(bytes[12]).toBe(0xc3);
  expect(seen).toEqual([
    { kind: 'paste', text: 'first é\n\tlay' },
    { kind: 'key', key: { name: 'y', ctrl: false, text: 'y' } },
  ]);
});

test('a paste goes into the prompt that is written, and answers nothing', () => {
  const begun = press(three, 's', 'a').state;
  const whole = pasted(begun, 'b\nlay');
  expect(press(whole, 'return').command).toEqual({ kind: 'send', session: 'c', text: 'ab\nlay' });
  for (const state of [three, press({ ...three, dialogs: [dialog(7, 'c')] }, 'a').state])
    expect(pasted(state, 'lay')).toEqual({ ...state, message: expect.stringMatching(/s begins one/) });
});
