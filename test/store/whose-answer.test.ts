/** Who answered a dialog of this machine: the engine may be told any name. */
import { localHostStore } from '../../store/host-store';
import type { DialogAnswer, HostDialogs } from '../../workflows/contracts/host-store';
import { seen } from './dialog-support';
import { sees, START, type TestStore, testStore } from './support';

let record: TestStore;
let dialogs: HostDialogs;
let id: number;
beforeEach(async () => {
  record = testStore();
  sees(record.store, 'a');
  dialogs = localHostStore(record.store);
  const { seenAt: _, ...dialog } = seen();
  const shown = { ...dialog, questions: null, call: null, uses: null, isAnother: false };
  id = (await dialogs.openDialog({ ...shown, seenAtMs: START.getTime() })).id as number;
});
afterEach(() => record.close());

const given = (answer: 'approve' | 'deny', who?: string): DialogAnswer => ({
  ...{ by: 'person', answer, ...(who !== undefined && { who }) },
  reply: {
    dismissed: false,
    answers: [{ question: null, options: [answer === 'deny' ? 'No' : 'Yes'], text: null }],
  },
});
const row = () => record.store.confirmations.get(id);
async function press(answer: DialogAnswer, words = `answered for ${answer.who ?? 'a person'}`) {
  await dialogs.dialogDecided(id, answer);
  expect(await dialogs.dialogPressing(id, 0, answer)).toBe('noted');
  await dialogs.dialogAnswered(id, answer, words);
}

test('an answer has the name of the one who asked for it', async () => {
  record.store.confirmations.ask(id, 'alice', { answer: 'approve', option: null });
  await press(given('approve', 'alice'));
  expect(row()).toMatchObject({
    ...{ status: 'approved', decided_by: 'person', decided_by_name: 'alice' },
    resolution: 'answered for alice',
  });
});

test.each([
  ['nobody asked', undefined],
  ['they asked for another one', { answer: 'deny', option: null }],
] as const)('a name is not believed where %s', async (_title, asked) => {
  if (asked) record.store.confirmations.ask(id, 'alice', asked);
  await press(given('approve', 'alice'), 'answered for alice, seen after a restart');
  expect(row()).toMatchObject({
    ...{ status: 'approved', decided_by: 'person', decided_by_name: 'somebody in Temporal' },
    resolution: 'answered for somebody in Temporal, seen after a restart',
  });
});

test('nor where their request was over before', async () => {
  const { confirmations } = record.store;
  confirmations.askedOver(confirmations.ask(id, 'alice', { answer: 'approve', option: null }));
  await press(given('approve', 'alice'));
  expect(row()?.decided_by_name).toBe('somebody in Temporal');
});

test('who was told that it takes too long has answered it all the same', async () => {
  const { confirmations } = record.store;
  const request = confirmations.ask(id, 'alice', { answer: 'approve', option: null });
  await dialogs.dialogDecided(id, given('approve', 'alice'));
  confirmations.askedOver(request);
  await press(given('approve', 'alice'));
  expect(row()?.decided_by_name).toBe('alice');
});

test('the answer of the rules has no name, whoever is named with it', async () => {
  await press({ ...given('deny', 'alice'), by: 'policy' }, 'answered for the rules');
  expect(row()).toMatchObject({
    ...{ status: 'denied', decided_by: 'policy', decided_by_name: null },
    resolution: 'answered for the rules',
  });
});

test('what was written down once is written down once, whoever says it again', async () => {
  record.store.confirmations.ask(id, 'alice', { answer: 'approve', option: null });
  await press(given('approve', 'alice'));
  const before = row();
  await dialogs.dialogAnswered(id, given('deny', 'bob'), 'answered for bob');
  expect(row()).toEqual(before);
});
