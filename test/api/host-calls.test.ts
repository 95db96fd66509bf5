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
async function answerTo(method: string, ...args: unknown[]) {
  const sent = JSON.parse(JSON.stringify(args)) as unknown[];
  const [result] = await desk.answer('box', [{ id: `run-${(asked += 1)}`, method, args: sent }]);
  return result;
}
async function ask(method: string, ...args: unknown[]): Promise<any> {
  const result = await answerTo(method, ...args);
  expect(result?.error).toBeUndefined();
  return result?.value;
}
const refusal = async (method: string, ...args: unknown[]) => (await answerTo(method, ...args))?.error;

const { seenAt: _, ...dialog } = seen();
const shown: SeenDialog = {
  ...{ ...dialog, questions: null, call: null, uses: null, isAnother: false },
  seenAtMs: START.getTime(),
};
const answered = (by: 'person' | 'policy', label: string, who?: string): DialogAnswer => ({
  ...{ by, answer: label === 'No' ? 'deny' : 'approve', ...(who !== undefined && { who }) },
  reply: { dismissed: false, answers: [{ question: null, options: [label], text: null }] },
});
const rowOf = (id: number) => record.store.confirmations.get(id);
const asAlice = answered('person', 'Yes', 'alice');

test('who answered a dialog there is kept by name, also before the keys are pressed', async () => {
  const { id } = await ask('openDialog', shown);
  record.store.confirmations.ask(id, 'alice', { answer: 'approve', option: null });
  await ask('dialogDecided', id, asAlice);
  expect(rowOf(id)?.decided_by_name).toBe('alice');
  await ask('dialogPressing', id, 0, asAlice);
  expect(rowOf(id)?.decided_by_name).toBe('alice');
  expect((await ask('dialogToAnswer', id, null)).dialog.decided).toEqual(asAlice);
  await ask('dialogAnswered', id, asAlice, 'answered');
  expect(rowOf(id)).toMatchObject({ status: 'approved', decided_by_name: 'alice' });
});

describe('the word of a host is not enough', () => {
  let id: number;
  beforeEach(async () => {
    ({ id } = await ask('openDialog', shown));
  });

  test('for an answer that no person asked for', async () => {
    const refused = { code: 'refused', message: expect.stringContaining('nobody asked for that answer') };
    expect(await refusal('dialogDecided', id, asAlice)).toMatchObject(refused);
    expect(await refusal('dialogPressing', id, 0, asAlice)).toMatchObject(refused);
    expect(await refusal('dialogAnswered', id, asAlice, 'answered for alice')).toMatchObject({
      code: 'refused',
    });
    expect(rowOf(id)).toMatchObject({ status: 'pending', decided_by: null, decided_by_name: null });
  });

  test('for another person, another answer, or a request that has ended', async () => {
    const request = record.store.confirmations.ask(id, 'bob', { answer: 'deny', option: null });
    const asBob = answered('person', 'No', 'bob');
    expect(await refusal('dialogDecided', id, answered('person', 'No', 'alice'))).toBeDefined();
    expect(await refusal('dialogDecided', id, answered('person', 'Yes', 'bob'))).toBeDefined();
    record.store.confirmations.askedOver(request);
    expect(await refusal('dialogDecided', id, asBob)).toBeDefined();
    expect(rowOf(id)?.decided_by_name).toBeNull();
  });

  test('for the rules, where they leave it to a person', async () => {
    const byRules = answered('policy', 'Yes');
    const judged = { verdict: 'ask', ruleId: 'x', reason: 'r', evidence: 'e', mode: 'safe' } as const;
    record.store.confirmations.judged(id, judged);
    expect(await refusal('dialogDecided', id, byRules)).toMatchObject({
      message: expect.stringContaining('the rules leave it to a person'),
    });
    record.store.confirmations.judged(id, { ...judged, verdict: 'allow' });
    record.store.confirmations.plan(id, START);
    expect(await refusal('dialogDecided', id, answered('policy', 'No'))).toBeDefined();
    await ask('dialogPressing', id, 0, byRules);
    await ask('dialogAnswered', id, answered('person', 'Yes', 'alice'), 'answered for alice');
    const end = { status: 'approved', decided_by: 'policy', decided_by_name: null };
    expect(rowOf(id)).toMatchObject({ ...end, resolution: 'answered for the rules' });
  });

  test('and a name that it leaves out is that of the one who asked', async () => {
    record.store.confirmations.ask(id, 'alice', { answer: 'approve', option: 1 });
    await ask('dialogPressing', id, 0, answered('person', 'Yes'));
    await ask('dialogAnswered', id, answered('person', 'Yes'), 'as user bob wished, seen after a restart');
    expect(rowOf(id)).toMatchObject({
      ...{ decided_by: 'person', decided_by_name: 'alice' },
      resolution: 'answered for alice, seen after a restart',
    });
  });
});
