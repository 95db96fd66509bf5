/** All that a start needs: packages, what is built of the sources, tmux, the workflow engine. */
import { ensureBuilt } from './build.mjs';
import { ensureInstalled } from './install.mjs';
import { requireNode } from './project.mjs';
import { endSteps } from './run.mjs';
import { ensureTmux } from './system-packages.mjs';
import { findTemporal } from './temporal-binary.mjs';

/**
 * The engine is downloaded, or built for minutes, while the packages install: neither needs the other.
 * @returns the environment for the server
 * @throws SetupError; what else was under way has ended then
 */
export async function setUp(env, { withEngine = true } = {}) {
  requireNode();
  const ofTheServer = async () => {
    await ensureInstalled(env);
    await ensureBuilt(env);
  };
  const ofTheSystem = async () => {
    await ensureTmux(env);
    return env.TEMPORAL_ADDRESS || !withEngine ? undefined : findTemporal(env);
  };
  const both = [ofTheServer(), ofTheSystem()];
  try {
    const [, temporal] = await Promise.all(both);
    return temporal === undefined ? env : { ...env, TEMPORAL_CLI_PATH: temporal };
  } catch (error) {
    // A person is told at once, not after a build of minutes.
    endSteps();
    await Promise.allSettled(both);
    throw error;
  }
}
