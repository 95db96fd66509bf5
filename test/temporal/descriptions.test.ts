/** What operators read above a history. */
import { WORKFLOW } from '../../workflows/contracts/wire-names';
import { describeRun } from '../../temporal/descriptions';

test('each workflow says what it is, with its id and without', () => {
  for (const type of Object.values(WORKFLOW)) {
    const texts = ['some-thing-42', 'some-thing', ''].flatMap((id) => {
      const { staticSummary = '', staticDetails = '' } = describeRun(type, id);
      return [staticSummary, staticDetails];
    });
    for (const text of texts) expect(text).toMatch(/^[^#]+$/);
  }
});

test('it names what the id is of, what ending it does, and the command that shows it', () => {
  expect(describeRun('promptAssignment', 'prompt-42')).toEqual({
    staticSummary: 'Prompt 42',
    staticDetails: [
      'Gives the prompt a session, types it once and follows it to its end.',
      '**Cancelled or terminated here:** The agent is interrupted and the prompt is cancelled, with that reason.',
      '**See:** `architect logs 42`',
    ].join('\n\n'),
    memo: { about: 'Prompt 42' },
  });
  expect(describeRun('milestoneScan', 'milestone-scan-all')).toMatchObject({
    staticSummary: 'Scan of all projects',
  });
  expect(describeRun('of another program', 'x-1')).toEqual({});
});
