/** What the watch sees, kept in the record: opened once, ended when it is gone for certain. */
import { createDialogTracker, type DialogTracker } from '../../../terminal/dialogs/dialog-tracker';
import { localHostStore } from '../../../store/host-store';
import { silentLog } from '../../../telemetry/log';
import { APPROVED, there, type TestStore, testStore } from '../../store/support';
import { look } from '../../workflows/support/looks';

let record: TestStore;
let told: string[];
let reachable: boolean;
let tracker: DialogTracker;
beforeEach(() => {
  record = testStore();
  told = [];
  reachable = true;
  tracker = make();
});
afterEach(() => record.close());

function make(redrawnMs = 0): DialogTracker {
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
  return createDialogTracker({
    hostStore: localHostStore(record.store),
    engine,
    host: 'box',
    log: silentLog,
    redrawnMs,
  });
}
const later = Date.parse('2027-01-01T00:00:00Z');
const dialog = (title: string, atMs = later) =>
  look('needs_confirmation', {
    atMs,
    verdict: { dialog: { kind: 'permission', title, options: [{ label: 'Yes', key: '1', selected: true }] } },
  });
const all = () => record.store.confirmations.list({}, 100, 0).items;

test('a dialog is opened once, and its workflow started once', async () => {
  for (let report = 0; report < 100; report += 1) await tracker.onDialog(dialog('one'));
  expect(all()).toMatchObject([{ title: 'one', status: 'pending', host: 'box', agent: 'claude' }]);
  expect(told).toEqual([`start ${there(all()[0]).id}`]);
});

test('a screen that is not recognised ends a dialog only when it was seen twice in a row', async () => {
  await tracker.onDialog(dialog('one'));
  await tracker.onNoDialog(dialog('one'), false);
  await tracker.onDialog(dialog('one'));
  await tracker.onNoDialog(dialog('one'), false);
  expect(all()[0]?.status).toBe('pending');
  await tracker.onNoDialog(dialog('one'), false);
  expect(all()[0]).toMatchObject({ status: 'expired', decided_by: 'terminal' });
  expect(told.at(-1)).toBe(`gone ${there(all()[0]).id}`);
  expect(record.store.interactions.list({}).items).toHaveLength(1);
});

test('a screen that is drawn anew ends no dialog, however often it is looked at meanwhile', async () => {
  tracker = make(60_000);
  await tracker.onDialog(dialog('one'));
  for (let report = 0; report < 10; report += 1) await tracker.onNoDialog(dialog('one'), false);
  expect(all()).toMatchObject([{ status: 'pending' }]);
});

describe('while the store or this program stands still', () => {
  const blank = (atMs: number) => look('unknown', { atMs });

  test('two screens that were seen a moment apart end no dialog, however late they are judged', async () => {
    tracker = make(600);
    await tracker.onDialog(dialog('one'));
    const now = jest.spyOn(performance, 'now');
    await tracker.onNoDialog(blank(later + 50), false);
    now.mockReturnValue(performance.now() + 10_000);
    await tracker.onNoDialog(blank(later + 100), false);
    await tracker.onNoDialog(blank(later + 150), false);
    expect(all()).toMatchObject([{ status: 'pending' }]);
    now.mockRestore();
    await tracker.onNoDialog(blank(later + 650), false);
    expect(all()).toMatchObject([{ status: 'expired' }]);
  });

  test('a clock that was set back delays no end for longer than a screen is drawn', async () => {
    tracker = make(600);
    await tracker.onDialog(dialog('one'));
    await tracker.onNoDialog(blank(later), false);
    await tracker.onNoDialog(blank(later - 3_600_000), false);
    await tracker.onNoDialog(blank(later - 3_600_000 + 600), false);
    expect(all()).toMatchObject([{ status: 'expired' }]);
  });
});

test('a screen that is recognised as another one ends it at once', async () => {
  await tracker.onDialog(dialog('one'));
  await tracker.onNoDialog(dialog('one'), true);
  expect(all()[0]?.status).toBe('expired');
});

test('while an answer is under way its end is left to what answers', async () => {
  await tracker.onDialog(dialog('one'));
  const { id } = there(all()[0]);
  record.store.confirmations.pressing(id, 0, APPROVED);
  await tracker.onNoDialog(dialog('one'), true);
  expect(all()[0]?.status).toBe('pending');
  record.store.confirmations.end(id, { status: 'approved', decidedBy: 'policy', resolution: 'answered' });
  await tracker.onNoDialog(dialog('one'), true);
  expect(all()[0]?.status).toBe('approved');
});

test('another dialog in its place ends it and is opened', async () => {
  await tracker.onDialog(dialog('one'));
  await tracker.onDialog(dialog('two'));
  const [second, first] = all().map(({ id, status }) => ({ id, status }));
  expect([first?.status, second?.status]).toEqual(['expired', 'pending']);
  expect(told).toEqual([`start ${first?.id}`, `gone ${first?.id}`, `start ${second?.id}`]);
});

test('a tracker that starts anew knows what the record says is on the screens', async () => {
  await tracker.onDialog(dialog('one'));
  const again = make();
  await again.onNoDialog(dialog('one'), true);
  expect(all()[0]?.status).toBe('expired');
});

test('with the engine away the record is kept all the same', async () => {
  reachable = false;
  await tracker.onDialog(dialog('one'));
  expect(all()[0]?.status).toBe('pending');
  await Promise.resolve();
  expect(told).toEqual([]);
});

test('the workflow of a dialog that ended when another terminal took its name is told at once', async () => {
  tracker.onRenamed({ renames: [{ from: 'b', to: 'a' }], endedDialogs: [7] });
  await Promise.resolve();
  expect(told).toEqual(['gone 7']);
});
