import type { Browser } from 'playwright-core';
import { openPage, sees } from './browser';
import type { FakeApi } from './fake-api';
import type { FakeConfirmation } from './fake-confirm';
import { inABrowser } from './in-a-browser';
import { open, row } from './need-rows';

type Question = NonNullable<FakeConfirmation['questions']>[number];

const question = (text: string, labels: readonly string[], more: Partial<Question> = {}): Question => ({
  ...{ header: null, question: text, multiple: false, text: true, notes: false },
  options: labels.map((label, index) => ({ number: index + 1, label, description: `Use ${label}` })),
  ...more,
});
const DATABASE = question('Which database?', ['SQLite', 'PostgreSQL']);
const PLATFORMS = question('Which platforms?', ['Linux', 'macOS', 'Windows'], { multiple: true });

describe('the questions of an agent in the inbox', () => {
  let browser: Browser;
  let api: FakeApi;

  inABrowser((given) => ({ browser, api } = given));

  const asks = (...questions: Question[]): FakeConfirmation =>
    api.confirm.ask('dev_worker1', {
      ...{ kind: 'question', tool: null, command: null, rule: null, questions },
      dialog: {
        ...{ title: '☐ Database', body: 'Which database?' },
        options: ['SQLite', 'PostgreSQL', 'Type something.'].map((label, index) => ({
          ...{ label, key: String(index + 1), selected: index === 0 },
        })),
      },
    });
  const sent = () => api.confirm.decisions.map(({ body }) => body);

  it('alone is answered by a click on an option; the field itself is no option', async () => {
    asks(DATABASE);
    const { page } = await openPage(browser, api.url);
    expect(await page.getByRole('button', { name: 'Type something' }).count()).toBe(0);
    await page.getByRole('button', { name: 'PostgreSQL' }).click();
    await sees(page, '.need-outcome', /Answered/);
    expect(sent()).toEqual([{ decision: 'answer', option: 2 }]);
  });

  it('alone is answered with words of a person’s own, or dismissed', async () => {
    asks(DATABASE);
    const { page, faults } = await openPage(browser, api.url);
    await page.getByRole('textbox', { name: 'Words of your own' }).fill('DuckDB\nin memory');
    await page.getByRole('button', { name: 'Send', exact: true }).click();
    await sees(page, '.need-outcome', /Answered/);
    asks(DATABASE);
    await open(page, 'dialog-2');
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await sees(page, `${row('dialog-2')} .need-outcome`, /by a person/);
    expect(sent()).toEqual([{ decision: 'answer', text: 'DuckDB\nin memory' }, { decision: 'deny' }]);
    expect(faults).toEqual([]);
  });

  it('in a form has a block each, with boxes where several may be chosen, and is sent as a whole', async () => {
    asks(DATABASE, question('Which tests?', ['Unit', 'None']), PLATFORMS);
    const { page, faults } = await openPage(browser, api.url, { viewport: { width: 390, height: 844 } });
    await sees(page, '.need-question >> nth=2', /Which platforms/);
    expect(await page.locator('.need-question legend').allTextContents()).toEqual([
      ...['Which database?', 'Which tests?', 'Which platforms?'],
    ]);
    await page.getByRole('radio', { name: 'SQLite' }).check();
    const tests = page.getByRole('group', { name: 'Which tests?' });
    await tests.getByRole('textbox').fill('On paper');
    expect(await tests.getByRole('radio', { name: 'Words of your own:' }).isChecked()).toBe(true);
    await page.getByRole('checkbox', { name: 'Linux' }).check();
    await page.getByRole('checkbox', { name: 'Windows' }).check();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
    await page.getByRole('button', { name: 'Answer' }).click();
    await sees(page, '.need-outcome', /Answered/);
    expect(sent()).toEqual([
      { decision: 'answer', answers: [{ option: 1 }, { text: 'On paper' }, { options: [1, 3] }] },
    ]);
    expect(faults).toEqual([]);
  });

  it('is shown whole once the agent has told of it, and what was typed elsewhere stays', async () => {
    const first = asks();
    api.confirm.change(first.id, { questions: null });
    const { page } = await openPage(browser, api.url);
    await page.getByRole('button', { name: 'SQLite' }).waitFor();
    api.confirm.change(first.id, { questions: [DATABASE, PLATFORMS] });
    await sees(page, '.need-question >> nth=1', /Which platforms/);
    await page.getByRole('checkbox', { name: 'macOS' }).check();
    // News about it, such as a message that was sent, must not take away what was filled in.
    api.confirm.change(first.id, { notification: 'not sent: no answer' });
    await sees(page, '.need-marks', 'nobody notified');
    expect(await page.getByRole('checkbox', { name: 'macOS' }).isChecked()).toBe(true);
  });

  it('leaves the note as it was typed when it comes while a person writes', async () => {
    const { id } = asks();
    api.confirm.change(id, { questions: null });
    const { page } = await openPage(browser, api.url);
    const note = page.getByRole('textbox', { name: 'A word' });
    await note.pressSequentially('looked at ');
    api.confirm.change(id, { questions: [DATABASE, PLATFORMS] });
    await sees(page, '.need-question >> nth=1', /Which platforms/);
    await page.keyboard.type('both');
    await page.getByRole('radio', { name: 'SQLite' }).check();
    await page.getByRole('checkbox', { name: 'Linux' }).check();
    await page.getByRole('button', { name: 'Answer' }).click();
    await sees(page, '.need-outcome', /Answered/);
    const answers = [{ option: 1 }, { options: [1] }];
    expect(sent()).toEqual([{ decision: 'answer', answers, note: 'looked at both' }]);
  });

  it('can’t be answered while an answer from before it came is on its way', async () => {
    const { id } = asks();
    api.confirm.change(id, { questions: null });
    api.confirm.refusal = 'The dialog is no longer on the screen of dev_worker1.';
    let letThrough = (): void => undefined;
    api.confirm.sendGate = new Promise((resolve) => (letThrough = resolve));
    const { page } = await openPage(browser, api.url);
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await sees(page, '.need .form-message', 'Answering…');
    api.confirm.change(id, { questions: [DATABASE, PLATFORMS] });
    const answer = page.getByRole('button', { name: 'Answer' });
    await answer.waitFor();
    expect(await page.locator('.need-buttons button:enabled').count()).toBe(0);
    letThrough();
    await sees(page, '.need .form-message', api.confirm.refusal);
    // Once it has stood still: what is said may have moved it.
    await answer.click({ trial: true });
    expect(sent()).toEqual([{ decision: 'deny' }]);
  });

  it('tells what was answered', async () => {
    const { id } = asks(DATABASE);
    const { page } = await openPage(browser, api.url);
    await page.getByRole('button', { name: 'SQLite' }).waitFor();
    const answers = [{ question: 'Which database?', options: [], text: 'DuckDB' }];
    api.confirm.change(id, {
      ...{ status: 'approved', decided_by: 'person', answer: { dismissed: false, answers } },
    });
    await sees(page, '.need-outcome', /Answered.*“DuckDB”.*by a person/);
  });
});
