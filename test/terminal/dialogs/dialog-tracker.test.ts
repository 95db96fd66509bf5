/** What the watch sees, kept in the record: opened once, ended when it is gone for certain. */
import { createKeeper, type Keeper } from '../../../terminal/dialogs/dialog-tracker';
import { silentLog } from '../../../telemetry/log';
import { there, type TestStore, testStore } from '../../store/support';
import { look } from '../../workflows/support/looks';

let record: TestStore;
let told: string[];
let reachable: boolean;
let keeper: Keeper;
beforeEach(() => {
  record = testStore();
  told = [];
  reachable = true;
  keeper = make();
});
afterEach(() => record.close());

function make(redrawnMs = 0): Keeper {
  const tell = async (what: string): Promise<void> => {
    if (!reachable) throw new Error('the engine is away');
    told.push(what);
  };
  const engine = {
    startConfirmation: async ({ confirmationId }: { confirmationId: number }) => {
      await tell(`start ${confirmationId}`);
      return true;
    },
    dialogGone: (id: number) => tell(`gone ${id}`),
  };
  return createKeeper({ store: record.store, engine, host: 'box', log: silentLog, redrawnMs });
}
const dialog = (title: string) =>
  look('needs_confirmation', {
    verdict: { dialog: { kind: 'permission', title, options: [{ label: 'Yes', key: '1', selected: true }] } },
  });
const later = Date.parse('2027-01-01T00:00:00Z');
const all = () => record.store.confirmations.list({}, 100, 0).items;

test('a dialog is opened once, and its workflow started once', () => {
  for (let report = 0; report < 100; report += 1) keeper.onDialog(dialog('one'), later);
  expect(all()).toMatchObject([{ title: 'one', status: 'pending', host: 'box', agent: 'claude' }]);
  expect(told).toEqual([`start ${there(all()[0]).id}`]);
});

test('a screen that is not recognised ends a dialog only when it was seen twice in a row', () => {
  keeper.onDialog(dialog('one'), later);
  keeper.onDialogGone('a', false);
  keeper.onDialog(dialog('one'), later);
  keeper.onDialogGone('a', false);
  expect(all()[0]?.status).toBe('pending');
  keeper.onDialogGone('a', false);
  expect(all()[0]).toMatchObject({ status: 'expired', decided_by: 'terminal' });
  expect(told.at(-1)).toBe(`gone ${there(all()[0]).id}`);
  expect(record.store.interactions.list({}).items).toHaveLength(1);
});

test('a screen that is drawn anew ends no dialog, however often it is looked at meanwhile', () => {
  keeper = make(60_000);
  keeper.onDialog(dialog('one'), later);
  for (let report = 0; report < 10; report += 1) keeper.onDialogGone('a', false);
  expect(all()).toMatchObject([{ status: 'pending' }]);
});

test('a screen that is recognised as another one ends it at once', () => {
  keeper.onDialog(dialog('one'), later);
  keeper.onDialogGone('a', true);
  expect(all()[0]?.status).toBe('expired');
});

test('while an answer is under way its end is left to what answers', () => {
  keeper.onDialog(dialog('one'), later);
  const { id } = there(all()[0]);
  record.store.confirmations.pressing(id);
  keeper.onDialogGone('a', true);
  expect(all()[0]?.status).toBe('pending');
  record.store.confirmations.end(id, { status: 'approved', decidedBy: 'policy', resolution: 'answered' });
  keeper.onDialogGone('a', true);
  expect(all()[0]?.status).toBe('approved');
});

test('another dialog in its place ends it and is opened', () => {
  keeper.onDialog(dialog('one'), later);
  keeper.onDialog(dialog('two'), later);
  const [second, first] = all().map(({ id, status }) => ({ id, status }));
  expect([first?.status, second?.status]).toEqual(['expired', 'pending']);
  expect(told).toEqual([`start ${first?.id}`, `gone ${first?.id}`, `start ${second?.id}`]);
});

test('a keeper that starts anew knows what the record says is on the screens', () => {
  keeper.onDialog(dialog('one'), later);
  const again = make();
  again.onDialogGone('a', true);
  expect(all()[0]?.status).toBe('expired');
});

test('with the engine away the record is kept all the same', async () => {
  reachable = false;
  keeper.onDialog(dialog('one'), later);
  expect(all()[0]?.status).toBe('pending');
  await Promise.resolve();
  expect(told).toEqual([]);
});
