/** What a joined host asks of the record, as it comes over the network. */
import { createCallDesk } from '../../api/hosts/call-desk';
import { silentLog } from '../../telemetry/log';
import type { DialogAnswer, SeenDialog } from '../../workflows/contracts/host-store';
import { seen } from '../store/dialog-support';
import { START, sees, type TestStore, testStore } from '../store/support';

let record: TestStore;
let desk: ReturnType<typeof createCallDesk>;
beforeEach(() => {
  record = testStore();
  record.store.hosts.create('box', 'me');
  record.store.hosts.isBack('box');
  sees(record.store, 'box/a', { host: 'box' });
  const orchestrator = {
    isUp: () => true,
    announce: async () => undefined,
    dialogGone: async () => undefined,
  };
  desk = createCallDesk({
    store: record.store,
    orchestrator: { ...orchestrator, startConfirmation: async () => true },
    log: silentLog,
  });
});
afterEach(() => record.close());

let asked = 0;
async function ask(method: string, ...args: unknown[]): Promise<any> {
  const sent = JSON.parse(JSON.stringify(args)) as unknown[];
  const [result] = await desk.answer('box', [{ id: `run-${(asked += 1)}`, method, args: sent }]);
  expect(result?.error).toBeUndefined();
  return result?.value;
}

test('who answered a dialog there is kept by name, also before the keys are pressed', async () => {
  const { seenAt, ...dialog } = seen();
  const shown: SeenDialog = {
    ...{ ...dialog, questions: null, call: null, uses: null, isAnother: false },
    seenAtMs: START.getTime(),
  };
  const { id } = await ask('openDialog', shown);
  const answer: Required<DialogAnswer> = {
    ...{ by: 'person', answer: 'approve', who: 'alice' },
    reply: { dismissed: false, answers: [] },
  };
  const whoDecided = () => record.store.confirmations.get(id)?.decided_by_name;
  await ask('dialogDecided', id, answer);
  expect(whoDecided()).toBe('alice');
  await ask('dialogPressing', id, 0, answer);
  expect(whoDecided()).toBe('alice');
  expect((await ask('dialogToAnswer', id, null)).dialog.decided).toEqual(answer);
  await ask('dialogAnswered', id, answer, 'answered');
  expect(record.store.confirmations.get(id)).toMatchObject({ status: 'approved', decided_by_name: 'alice' });
});
