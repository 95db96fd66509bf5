/** The log of dialogs follows the dialogs. */
import { seen } from './dialog-support';
import { PLAIN, sees, there, type TestStore, testStore } from './support';

let record: TestStore;
beforeEach(() => void (record = testStore()));
afterEach(() => record.close());

const ended = { status: 'approved', decidedBy: 'policy', resolution: 'answered' } as const;
/** The look was after everything so far. */
const later = (): Date => new Date('2027-01-01T00:00:00Z');

test('a dialog is logged once, when it ends', () => {
  const { confirmations, interactions } = record.store;
  const id = there(confirmations.open(seen({ seenAt: later() })).id);
  confirmations.end(id, ended);
  expect(interactions.list({}).items).toHaveLength(1);
  interactions.logEnded(id);
  expect(interactions.list({}).items).toMatchObject([{ confirmation_id: id, request: 'ls', tool: 'Bash' }]);
});

test('one whose place another dialog took is logged with that', () => {
  const { confirmations, interactions } = record.store;
  const { id } = confirmations.open(seen({ seenAt: later() }));
  confirmations.open(seen({ fingerprint: 'f2', seenAt: later() }));
  expect(interactions.list({}).items).toMatchObject([
    { confirmation_id: id, resolution: 'another dialog took its place in the terminal' },
  ]);
});

test('one that turns out to be refused in the terminal is so in the log too', () => {
  const { confirmations, interactions, prompts, lifecycle } = record.store;
  sees(record.store, 'a');
  const prompt = prompts.insert(PLAIN).id;
  lifecycle.enterQueue(prompt);
  const id = there(confirmations.open(seen({ seenAt: later() })).id);
  confirmations.end(id, { status: 'expired', decidedBy: 'terminal', resolution: 'gone' });
  confirmations.deniedFor(prompt, 0, true);
  expect(interactions.list({}).items).toMatchObject([
    { status: 'denied', resolution: 'denied by a person in the terminal' },
  ]);
});
