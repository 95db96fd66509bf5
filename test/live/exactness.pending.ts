/** What Claude Code changes in every text that is pasted into it. Codex gets the same exactly. */
import { type Lab, startLab } from './support/lab';

const TEXTS: Record<string, string> = {
  'that starts with /': '/unknown command that is none',
  'with tabs': 'if x:\n\treturn\t1',
  'with tabs in 40 lines': 'for a in b:\n\tc\n'.repeat(20).trimEnd(),
};

let lab: Lab;
beforeAll(async () => {
  lab = await startLab();
  await lab.agent('claude', 'claude');
}, 120_000);
afterAll(() => lab.close());

test.each(Object.entries(TEXTS))('Claude gets a text %s exactly', async (_what, text) => {
  await lab.ask('claude', text);
  expect(lab.model.prompts().at(-1)).toBe(text);
});
