/** What a pull request says, of prompts whose lines and characters are unusual. */
import { pullRequestText, pullRequestTitle } from '../../../../activities/plans/worktrees/pull-request-text';

const plan = { id: 1, name: 'p' };
const text = (prompt: string): string => pullRequestText({ plan, key: 'a', attempt: 1, prompt });

test.each(['\n', '\r\n', '\r'])('each line is shown as it stands, whatever ends it: %j', (end) => {
  const lines = ['Do it.', 'Fixes #12', '@ann'];
  expect(text(lines.join(end))).toMatch(/The task:\n\n {4}Do it\.\n {4}Fixes #12\n {4}@ann$/);
});

test('no character is cut in half', () => {
  for (const before of ['', 'x']) {
    const long = before + '😀'.repeat(400);
    expect(encodeURIComponent(text(long))).toContain('%F0%9F%98%80%0A');
    expect(encodeURIComponent(pullRequestTitle({ plan: { id: 1, name: long }, key: 'a' }))).toMatch(
      /%F0%9F%98%80%E2%80%A6$/,
    );
  }
});
