/** Whether the dashboard comes back with the machine. */
import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { run } from '../../processes/exec';
import { unitOf } from '../systemd-unit';
import { type Check, ok, warning } from './finding';

const TIMEOUT_MS = 5_000;

export const checkBoot: Check = async ({ standing }) => {
  if (!existsSync('/run/systemd/system'))
    return ok('This machine has no systemd: start the dashboard by what it has instead.');
  const unit = 'pid' in standing ? unitOf(standing.pid) : undefined;
  if (unit === undefined)
    return ok(
      'No service runs it, so it is not started with the machine (architect service install makes one).',
    );
  const scope = unit.ofUser ? ['--user'] : [];
  const { stdout } = await run(['systemctl', ...scope, 'is-enabled', unit.name], { timeoutMs: TIMEOUT_MS });
  if (stdout.trim() !== 'enabled')
    return warning(
      `${unit.name} is not started with the machine (${stdout.trim() || 'unknown'}).`,
      `systemctl ${[...scope, 'enable', unit.name].join(' ')}`,
    );
  const { username } = userInfo();
  return unit.ofUser && !existsSync(join('/var/lib/systemd/linger', username))
    ? warning(
        `${unit.name} is a service of ${username}, and ends when the last login of ${username} does.`,
        `sudo loginctl enable-linger ${username}`,
      )
    : ok(`${unit.name} is started with the machine.`);
};
