import { optionsOfUnit, systemctlCommand, unitIn, unitOf } from '../../server/systemd-unit';

test.each([
  ['0::/system.slice/architect.service\n', { name: 'architect.service', ofUser: false }],
  [
    '0::/user.slice/user-1000.slice/user@1000.service/app.slice/architect-second.service\n',
    { name: 'architect-second.service', ofUser: true },
  ],
  // Started by hand in a session of the agents' tmux server, in a terminal, and by another unit.
  ['0::/system.slice/architect-tmux.service\n', undefined],
  ['0::/user.slice/user-1000.slice/session-3.scope\n', undefined],
  ['0::/system.slice/cron.service\n', undefined],
  // Control groups of version 1.
  [
    '12:pids:/system.slice/architect.service\n1:name=systemd:/system.slice/architect.service\n',
    {
      name: 'architect.service',
      ofUser: false,
    },
  ],
])('of %j', (cgroup, unit) => {
  expect(unitIn(cgroup)).toEqual(unit);
});

test('a process that is gone, or that no unit has, is in none', () => {
  expect(unitOf(process.pid)).toBeUndefined();
  expect(unitOf(2 ** 22 + 1)).toBeUndefined();
});

test('a person is told the command', () => {
  expect(systemctlCommand({ name: 'architect.service', ofUser: false }, 'stop')).toBe(
    'sudo systemctl stop architect.service',
  );
  expect(systemctlCommand({ name: 'architect.service', ofUser: true }, 'restart')).toBe(
    'systemctl --user restart architect.service',
  );
});

test('what a restart can’t change is changed with the unit', () => {
  expect(optionsOfUnit({ name: 'architect.service', ofUser: true })).toContain(
    '"architect service install" with --ssl or --workers',
  );
});
