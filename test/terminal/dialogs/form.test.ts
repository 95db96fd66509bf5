/** The keys that fill in a form, from recorded pages of it: what is pressed next depends on the page alone. */
import { agentById } from '../../../agents/index';
import type { Dialog, DialogQuestion } from '../../../agents/types';
import { fingerprintOf } from '../../../terminal/dialogs/fingerprint';
import { dismissStep, type Form, formStep } from '../../../terminal/dialogs/form';
import type { Question, QuestionReply } from '../../../workflows/contracts/confirmation';
import { recording } from '../../agents/recordings';

type Page = Dialog & { readonly question: DialogQuestion };

function verdictOf(folder: string, name: string) {
  const { agent, frame } = recording(folder, name);
  return agentById(agent)?.classify(frame);
}
function page(folder: string, name: string): Page {
  const dialog = verdictOf(folder, name)?.dialog;
  if (!dialog?.question) throw new Error(`${name} shows no question`);
  return dialog as Page;
}
const claude = (name: string): Page => page('claude-2.1.330', name);
const codex = (name: string): Page => page('codex-0.171.0', name);

const question = (text: string, labels: readonly string[], more: Partial<Question> = {}): Question => ({
  ...{ header: null, question: text, multiple: false, text: true, notes: false },
  options: labels.map((label, index) => ({ number: index + 1, label, description: null })),
  ...more,
});
const DATABASE = question('Which database should I use?', ['SQLite', 'PostgreSQL']);
const TESTS = question('Which style of tests do you want for the store?', ['Unit', 'End to end', 'None']);
const PLATFORMS = question('Which platforms must it run on?', ['Linux', 'macOS', 'Windows'], {
  multiple: true,
});
const LAYOUT = question('Which layout do you like?', ['Wide', 'Narrow'], { text: false });
const FORM = [DATABASE, TESTS, PLATFORMS, LAYOUT];

const options = (...numbers: number[]): QuestionReply => ({ options: numbers, text: null });
const words = (text: string, ...numbers: number[]): QuestionReply => ({ options: numbers, text });
const form = (
  questions: readonly Question[],
  replies: readonly QuestionReply[],
  ...done: number[]
): Form => ({
  ...{ questions, replies, done: new Set(done) },
});
const keys = (...pressed: string[]) =>
  expect.objectContaining({ kind: 'keys', keys: pressed, closes: false });

describe('a form of Claude', () => {
  const replies = [options(2), words('by hand'), options(1, 3), options(1)];

  test.each([
    ['an option by its own key', '41-form-first-page', [], keys('2')],
    ['what is not ticked yet', '41-form-multiple-page', [0, 1], keys('1')],
    ['on to the next page once all is ticked', '41-form-ticked', [0, 1], keys('Right')],
    ['back to what is not answered', '41-form-ticked', [], keys('Left')],
    ['words that stand in the field are sent', '41-form-field-with-text', [0], keys('Enter')],
    ['the mark goes back to words that stand there', '41-form-field-left-with-text', [0], keys('Down')],
    ['among pictures by Enter on the mark', '41-form-pictures', [0, 1, 2], keys('Enter')],
    ['answers that are not the wanted ones are not sent', '41-form-review', [0, 1, 2, 3], keys('Left')],
  ])('%s', (_what, name, done, step) => {
    expect(formStep(claude(name), form(FORM, replies, ...done))).toEqual(step);
  });

  test('is sent from its last page where that shows what was wanted', () => {
    const three = form([DATABASE, PLATFORMS, LAYOUT], [options(2), options(3, 1), options(1)], 0, 1, 2);
    expect(formStep(claude('41-form-review'), three)).toEqual({ kind: 'keys', keys: ['1'], closes: true });
  });

  test('is left alone while somebody else’s words stand in a field, whatever is wanted', () => {
    for (const reply of [options(1), words('other words')]) {
      for (const name of ['41-form-field-with-text', '41-form-field-left-with-text']) {
        const wanted = form(FORM, [options(2), reply, options(1), options(1)], 0);
        expect(formStep(claude(name), wanted)).toMatchObject({
          ...{ kind: 'refused', reason: expect.stringContaining('somebody has written "by hand"') },
        });
        expect(dismissStep(claude(name)).kind).toBe('refused');
      }
    }
    expect(dismissStep(claude('41-form-first-page'))).toEqual({
      kind: 'keys',
      keys: ['Escape'],
      closes: true,
    });
  });

  test('reads a question that is wrapped on the last page', () => {
    const { frame } = recording('claude-2.1.330', '41-form-review');
    const row = frame.lines.indexOf(' ● Which database should I use?');
    const wrapped = [' │ ● Which database', ' │   should I use?'];
    const lines = [...frame.lines.slice(0, row), ...wrapped, ...frame.lines.slice(row + 1)];
    const change = { lines, height: frame.height + 1, cursorY: frame.cursorY + 1 };
    const { dialog } = agentById('claude')?.classify({ ...frame, ...change }) ?? {};
    expect(dialog?.question?.review?.[0]).toEqual({
      question: 'Which database should I use?',
      answer: 'PostgreSQL',
    });
  });

  test('has the same fingerprint on every page, also with the mark on what is no answer', () => {
    const pane = { paneId: '%1', pid: 1 } as never;
    const of = (name: string, questions: readonly Question[] = FORM) =>
      fingerprintOf({ pane, reading: verdictOf('claude-2.1.330', name) } as never, questions);
    const names = ['41-form-ticked', '41-form-field-with-text', '41-form-pictures', '41-form-review'];
    for (const name of names) expect(of(name)).toBe(of('41-form-first-page'));
    const alone = [PLATFORMS];
    expect(of('41-ticks-submit-marked', alone)).toBe(of('41-form-ticked', alone));
    expect(of('41-question-field-two-lines', [DATABASE])).toBe(of('40-askuserquestion', [DATABASE]));
  });
});

describe('questions of Codex', () => {
  const two = [DATABASE, TESTS].map((one) => ({ ...one, notes: true }));

  test.each([
    ['an option by its key', '45-question-first-of-two', [options(2), options(1)], [], keys('2')],
    [
      'the last one closes the dialog',
      '45-question-last-of-two',
      [options(2), options(3)],
      [0],
      { kind: 'keys', keys: ['3'], closes: true, settles: 1 },
    ],
    ['the first is answered first', '45-question-last-of-two', [options(2), options(3)], [], keys('Left')],
    ['words open the notes', '45-question-first-of-two', [words('x', 1), options(1)], [], keys('Tab')],
    ['and go in', '45-question-notes-open', [words('x', 1), options(1)], [], { kind: 'paste', text: 'x' }],
    ['and are sent', '45-question-notes-written', [words('my words', 1), options(1)], [], keys('Enter')],
    [
      'open notes are closed for an option',
      '45-question-notes-open',
      [options(2), options(1)],
      [],
      keys('Tab'),
    ],
    [
      'it goes back to what is unanswered',
      '45-question-unanswered',
      [options(2), options(1)],
      [0],
      keys('Down'),
    ],
  ])('%s', (_what, name, replies, done, step) => {
    expect(formStep(codex(name), form(two, replies, ...done))).toEqual(step);
  });

  test('are closed by Escape only where that closes no notes', () => {
    expect(dismissStep(codex('45-question-notes-open'))).toEqual(keys('Tab'));
    expect(dismissStep(codex('45-question-notes-written')).kind).toBe('refused');
  });
});

describe('a list that scrolls within its dialog', () => {
  const DATABASES = question('Which database should I use?', ['SQLite', 'PostgreSQL', 'MariaDB', 'DuckDB']);
  const step = (name: string, reply: QuestionReply, asked = DATABASES) =>
    formStep(page('claude-2.1.332', name), form([asked], [reply]));
  const unseen = { kind: 'refused', reason: expect.stringContaining('in sight') };

  test.each([
    ['43-question-scrolls-60x15', 3, '3'],
    ['43-question-scrolled-60x15', 4, '4'],
    ['43-question-scrolled-to-its-end-60x15', 3, '3'],
  ])('%s: an option in sight is chosen by its own number', (name, option, key) => {
    expect(step(name, options(option))).toMatchObject({ kind: 'keys', keys: [key], closes: true });
  });

  test.each([
    ['43-question-scrolls-60x15', options(4)],
    ['43-question-scrolls-60x15', words('mine')],
    ['43-question-scrolled-60x15', options(1)],
    ['43-question-scrolled-to-its-end-60x15', options(2)],
  ])('%s: what is out of sight is refused plainly, and no key is pressed', (name, reply) => {
    expect(step(name, reply)).toMatchObject(unseen);
  });

  test('is the same dialog wherever its mark stands', () => {
    const pane = { paneId: '%1', pid: 1 } as Parameters<typeof fingerprintOf>[0]['pane'];
    const [first, ...others] = [
      '43-question-scrolls-60x15',
      '43-question-scrolled-60x15',
      '43-question-scrolled-to-its-end-60x15',
    ].map((name) => {
      const { frame } = recording('claude-2.1.332', name);
      const reading = verdictOf('claude-2.1.332', name);
      if (!reading) throw new Error('unread');
      return fingerprintOf({ pane, reading, frame, agent: agentById('claude') }, null);
    });
    for (const other of others) expect(other).toBe(first);
  });
});
