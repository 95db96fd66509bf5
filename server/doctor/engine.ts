import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { findProgram, isProgram } from '../../config/programs';
import { run } from '../../processes/exec';
import { type Check, fault, type Facts, type Finding, ok, warning } from './finding';

const RUN_TIMEOUT_MS = 20_000;

export const checkEngine: Check = async (facts) => {
  const { temporal } = facts.config;
  return temporal.address === undefined ? program(facts) : cluster(facts, temporal.address);
};

async function program({ config, path }: Facts): Promise<Finding> {
  const { cliPath } = config.temporal;
  const file = cliPath ?? findProgram('temporal', path) ?? kept(config.cacheDir);
  if (file === undefined)
    return warning(
      'There is no workflow engine yet.',
      'architect start downloads or builds it; or set TEMPORAL_CLI_PATH, or TEMPORAL_ADDRESS to a cluster.',
    );
  const {
    ok: runs,
    stdout,
    stderr,
    startError,
  } = await run([file, '--version'], { timeoutMs: RUN_TIMEOUT_MS });
  const line = stdout.trim().split('\n')[0] ?? '';
  if (runs && /^temporal version/i.test(line)) return ok(`${line} (${file}).`);
  return fault(
    `${file} is no workflow engine that runs (${startError ?? (stderr.trim() || line || 'no answer')}).`,
    cliPath === undefined
      ? 'Remove it; architect start gets another one.'
      : 'Set TEMPORAL_CLI_PATH to a working temporal program, or unset it.',
  );
}

/** Where scripts/lib/temporal-binary.mjs puts it: a directory a version. */
function kept(cacheDir: string): string | undefined {
  if (!existsSync(cacheDir)) return undefined;
  const versions = readdirSync(cacheDir).filter((name) => name.startsWith('temporal-'));
  return versions.map((name) => join(cacheDir, name, 'temporal')).find(isProgram);
}

async function cluster({ config }: Facts, address: string): Promise<Finding> {
  // Loaded here: Temporal's client takes a second to load.
  const { connectionOptions } = await import('../../engine/connect.js');
  const { healthConnection, probeFrontend, probeNamespace } = await import('../../engine/probe.js');
  const connection = healthConnection(connectionOptions(config.temporal, address));
  try {
    const away = await probeFrontend(connection);
    if (away !== undefined)
      return fault(
        `The Temporal cluster at ${address} doesn't answer (${away}).`,
        'Start it, or mend TEMPORAL_ADDRESS, TEMPORAL_TLS and TEMPORAL_API_KEY.',
      );
    const { namespace } = config.temporal;
    const missing = await probeNamespace(connection, namespace);
    return missing === undefined
      ? ok(`The Temporal cluster at ${address} has the namespace ${namespace}.`)
      : fault(
          `The Temporal cluster at ${address} has no namespace ${namespace} for us (${missing}).`,
          `temporal operator namespace create --address ${address} -n ${namespace}, or mend TEMPORAL_NAMESPACE.`,
        );
  } finally {
    await connection.close();
  }
}
