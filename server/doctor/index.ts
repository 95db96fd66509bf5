/** `architect doctor`: all that can be wrong with an installation, each with what to do. It changes nothing. */
import type { Config } from '../../config';
import { searchPath } from '../../config/programs';
import { environmentOf } from '../../processes/details';
import { standingOf } from '../instance';
import { checkBackups } from './backups';
import { checkBoot } from './boot';
import { checkCertificate } from './certificate';
import { checkClock } from './clock';
import { checkCommand } from './command';
import { checkDisk } from './disk';
import { checkEngine } from './engine';
import { checkFiles } from './files';
import { type Check, type Facts, fault, type Finding } from './finding';
import { checkNode } from './node-version';
import { checkPorts } from './ports';
import { checkReach } from './reach';
import { checkServer } from './server';
import { checkAgents, checkDashboards, checkTmux, checkTmuxOptions } from './tmux';

const CHECKS = {
  server: checkServer,
  node: checkNode,
  command: checkCommand,
  ports: checkPorts,
  engine: checkEngine,
  tmux: checkTmux,
  'tmux options': checkTmuxOptions,
  agents: checkAgents,
  dashboards: checkDashboards,
  disk: checkDisk,
  clock: checkClock,
  files: checkFiles,
  certificate: checkCertificate,
  backups: checkBackups,
  access: checkReach,
  boot: checkBoot,
} satisfies Record<string, Check>;

export type CheckName = keyof typeof CHECKS;
export const CHECK_NAMES = Object.keys(CHECKS) as CheckName[];

export interface Checked extends Finding {
  readonly check: CheckName;
}

/** In the order of `CHECKS`. Never rejects: a check that fails is a fault itself. */
export async function examine(config: Config, nowMs = Date.now()): Promise<Checked[]> {
  const standing = await standingOf(config.dataDir);
  const pid = 'pid' in standing ? standing.pid : undefined;
  const environment = pid === undefined ? undefined : await environmentOf(pid);
  const path = environment?.['PATH'] || searchPath();
  const facts: Facts = { config, standing, environment, path, nowMs };
  const found = await Promise.all(
    CHECK_NAMES.map(async (check) => {
      const findings = await outcome(CHECKS[check], facts);
      return findings.map((finding) => ({ check, ...finding }));
    }),
  );
  return found.flat();
}

async function outcome(check: Check, facts: Facts): Promise<Finding[]> {
  try {
    return [await check(facts)].flat();
  } catch (error) {
    return [
      fault(
        `It could not be checked: ${(error as Error).message}`,
        'Report this, it is a fault of the check.',
      ),
    ];
  }
}
