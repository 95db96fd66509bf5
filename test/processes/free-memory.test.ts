/** Memory that only holds what was read from files is free, in a container too. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { freeMemoryBytes } from '../../processes/free-memory';

const GIB = 1024 ** 3;
let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'architect-memory-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const has = (file: string, text: string): void => {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
};
/** A container of 8 GiB, filled but for 100 bytes, on a machine with 20 GiB free. */
const full = () => ({
  ...{ availableBytes: 100, limitBytes: 8 * GIB, machineFreeBytes: 20 * GIB, machineBytes: 32 * GIB },
  root,
});
const STAT = 'anon 5\nfile 9000\ninactive_file 1000\nactive_file 2000\nslab_reclaimable 30\nsock 0\n';

test.each(['/init.scope', '/'])('control groups of today, in %s', (path) => {
  has('proc/self/cgroup', `0::${path}\n`);
  has(join('sys/fs/cgroup', path, 'memory.stat'), STAT);
  expect(freeMemoryBytes(full())).toBe(3_130);
});

test('the path is that of the machine outside', () => {
  has('proc/self/cgroup', '0::/system.slice/docker-1.scope\n');
  has('sys/fs/cgroup/memory.stat', STAT);
  expect(freeMemoryBytes(full())).toBe(3_130);
});

test('control groups of before', () => {
  has('proc/self/cgroup', '9:cpu,cpuacct:/a\n4:memory:/a\n0::/\n');
  has(
    'sys/fs/cgroup/memory/a/memory.stat',
    'inactive_file 1\nactive_file 2\ntotal_inactive_file 400\ntotal_active_file 50\n',
  );
  expect(freeMemoryBytes(full())).toBe(550);
});

test('not more than the machine has', () => {
  has('proc/self/cgroup', '0::/\n');
  has('sys/fs/cgroup/memory.stat', STAT);
  expect(freeMemoryBytes({ ...full(), machineFreeBytes: 700 })).toBe(700);
});

test.each([0, 2 ** 64])('without a limit (%d) it is what Node says', (limitBytes) => {
  has('proc/self/cgroup', '0::/\n');
  has('sys/fs/cgroup/memory.stat', STAT);
  expect(freeMemoryBytes({ ...full(), limitBytes })).toBe(100);
});

test('of this machine', () => {
  expect(freeMemoryBytes()).toBeGreaterThan(0);
});
