/** Machines that joined: who is there, and what becomes of their prompts. */
import { createHostRegistry, type HostRegistryDeps } from '../../api/hosts/registry';
import type { HostRow } from '../../store/hosts';
import { silentLog } from '../../telemetry/log';
import type { Abandoned, HostMachine } from '../../workflows/contracts/hosts';
import { queued, sees, type TestStore, testStore } from '../store/support';

const MACHINE: HostMachine = { memoryFreeMib: 4_000, memoryTotalMib: 8_000, load: 0.5, cpus: 2 };

let record: TestStore;
let nowMs: number;
beforeEach(() => {
  record = testStore();
  nowMs = 1_000_000;
  record.store.hosts.create('box', 'me');
});
afterEach(() => record.close());

function registryWith(orchestrator: Partial<HostRegistryDeps['orchestrator']> = {}) {
  const { store } = record;
  return createHostRegistry({
    ...{ store, log: silentLog, version: '1', machine: () => MACHINE, nowMs: () => nowMs, removeWaitMs: 20 },
    config: { hostName: 'hub', hosts: { minFreeMemoryMib: 256 }, temporal: {} } as HostRegistryDeps['config'],
    orchestrator: {
      ...{ isUp: () => true, announce: async () => undefined, startConfirmation: async () => true },
      ...{ dialogGone: async () => undefined, abandon: async () => 0, ...orchestrator },
    },
  });
}

describe('a host that is removed', () => {
  let prompt: number;
  beforeEach(() => {
    record.store.hosts.isBack('box');
    sees(record.store, 'box/a', { host: 'box' });
    prompt = queued(record.store, { target_session: 'box/a' });
  });

  test('has its prompts taken back', async () => {
    const asked: Abandoned[] = [];
    const abandon = async (all: readonly Abandoned[]): Promise<number> => {
      asked.push(...all);
      return 0;
    };
    expect(await registryWith({ abandon }).remove('box')).toBe(0);
    expect(asked).toMatchObject([{ promptId: prompt, reason: "host 'box' was removed" }]);
  });

  test('is gone at once where the engine hangs, and the answer says how many prompts are not', async () => {
    const registry = registryWith({ abandon: () => new Promise(() => undefined) });
    expect(await registry.remove('box')).toBe(1);
    expect(record.store.hosts.get('box')).toBeUndefined();
    expect(await registry.remove('box')).toBeUndefined();
  });
});

describe('a host whose beats do not come through', () => {
  const SECOND_MS = 1_000;
  const line = { bytesRead: 0 };
  let registry: ReturnType<typeof registryWith>;
  const seconds = (count: number, each: () => void = () => undefined): void => {
    for (let second = 0; second < count; second += 1) {
      nowMs += SECOND_MS;
      each();
      registry.look();
    }
  };
  const row = () => record.store.hosts.get('box') as HostRow;
  const state = (): string => row().state;
  beforeEach(() => {
    registry = registryWith();
    registry.join(row(), { runId: 'one', version: '1' });
  });

  test('is lost after six seconds of silence', () => {
    seconds(5);
    expect(state()).toBe('up');
    seconds(1);
    expect(state()).toBe('lost');
  });

  test('is there while it asks anything, and while a large request arrives', () => {
    seconds(5);
    const end = registry.heard(row(), line);
    seconds(20, () => (line.bytesRead += 10));
    expect(state()).toBe('up');
    end();
    seconds(6, () => (line.bytesRead += 10));
    expect(state()).toBe('lost');
  });

  test('is back as soon as it asks anything, or more arrives of what it asked', () => {
    seconds(6);
    registry.heard(row(), line)();
    expect(state()).toBe('up');
    const end = registry.heard(row(), line);
    seconds(6);
    expect(state()).toBe('lost');
    seconds(1, () => (line.bytesRead += 10));
    expect(state()).toBe('up');
    end();
  });

  test('stays stopped where it was stopped in order and something of it comes late', () => {
    registry.leave(row());
    registry.heard(row(), line);
    seconds(1, () => (line.bytesRead += 10));
    expect(state()).toBe('left');
  });
});
