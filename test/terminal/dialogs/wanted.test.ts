/** What a decision of a person means for the dialog it is for. */
import { inkOfWords, sameWords } from '../../../terminal/dialogs/questions';
import { meaningOf } from '../../../terminal/dialogs/wanted';
import type { AnswerInput, Question } from '../../../workflows/contracts/confirmation';
import type { KnownDialog } from '../../../workflows/contracts/host-store';

const QUESTION: Question = {
  ...{ header: null, question: 'How strict should the limit be?', multiple: false, text: true, notes: false },
  options: ['Strict', 'No limit'].map((label, index) => ({ number: index + 1, label, description: null })),
};
const rowOf = (
  kind: string,
  labels: readonly string[],
  questions: readonly Question[] | null,
  agent = 'claude',
) =>
  ({
    ...{ kind, agent, questions },
    options: labels.map((label, index) => ({ label, key: String(index + 1), selected: index === 0 })),
  }) as unknown as KnownDialog;
const by = (answer: AnswerInput['answer'], option: number | null = null) =>
  ({ confirmationId: 1, answer, option, by: 'person' }) as AnswerInput;
const CLOSED = { wanted: { how: 'dismiss' }, answer: 'deny', reply: { dismissed: true } };

describe('a question', () => {
  const row = rowOf('question', ['Strict', 'No limit', 'Type something.'], [QUESTION]);

  test('is closed where it is denied, also where an option begins with No', () => {
    expect(meaningOf(row, by('deny'), null)).toMatchObject(CLOSED);
    expect(meaningOf(row, by('deny', 2), null)).toMatch(/leave it out/);
  });

  test('of which nothing is known but its options is closed as well; leaving plan mode has a No of its own', () => {
    expect(meaningOf(rowOf('question', ['Strict', 'No limit'], null), by('deny'), null)).toMatchObject(
      CLOSED,
    );
    expect(meaningOf(rowOf('question', ['Yes', 'No, keep planning'], null), by('deny'), null)).toMatchObject({
      wanted: { how: 'option' },
      answer: 'deny',
    });
  });

  test.each([
    ['Type something.', 'claude', /stand in the field while it is empty/],
    ['Add notes', 'codex', /stand in the field while it is empty/],
    ['one\n────\ntwo', 'claude', /edge of the dialog/],
    ['C:\\path\\', 'claude', /a backslash at the end for a line break/],
  ])('takes no words that its field shows as something else: %j', (text, agent, why) => {
    const asked = rowOf('question', ['Strict', 'No limit', 'Type something.'], [QUESTION], agent);
    expect(meaningOf(asked, by('answer'), [{ options: [], text }])).toMatch(why);
  });

  test('takes what ends with a backslash where that is no line break', () => {
    const asked = rowOf('question', ['Strict', 'No limit'], [QUESTION], 'codex');
    expect(meaningOf(asked, by('answer'), [{ options: [], text: 'C:\\' }])).toMatchObject({
      wanted: { how: 'form' },
    });
  });
});

test('words in a field are compared as they are drawn', () => {
  for (const [one, other] of [
    ['cafe\u0301', 'café'],
    ['a\u200bb', 'ab'],
    ['DuckDB ✔', 'DuckDB'],
    ['[ ] todo', 'todo'],
    ['two  words', 'two\nwords'],
  ] as const)
    expect([one, sameWords(one, other)]).toEqual([one, true]);
  expect(sameWords('one', 'two')).toBe(false);
});

test('questions that differ in a sign are two', () => {
  expect(new Set(['Use C?', 'Use C++?', 'Use C#?', '???', '!!!', 'कि', 'की'].map(inkOfWords)).size).toBe(7);
  expect(inkOfWords('Use `C` for **all**?')).toBe(inkOfWords('Use C for all?'));
});
