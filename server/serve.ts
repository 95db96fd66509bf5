/**
 * `architect serve`, the whole server in one process, and `architect api`, which leaves workflows to worker processes: from
 * settings to the ready line, and back down in order.
 */
import { join } from 'node:path';
import { loadConfig } from '../config';
import { openLogs } from '../telemetry/log';
import { OUTPUT_NAMES } from '../telemetry/log-names';
import { keepOutputsSmall } from '../telemetry/rotation';
import { checkAccess } from './access';
import { noteElsewhere } from './elsewhere';
import { EXIT_AGAIN, EXIT_CONFIGURATION } from './exit-codes';
import { type ServerMode, takePlace } from './instance';
import { outliveOutput, say } from './output';
import { restartRequested, stopRequested } from './signals';
import { explain, isFinal } from './start-fault';

/** What two servers on one machine can't share. */
const OF_A_SECOND = 'ARCHITECT_DATA_DIR, PORT, MONITOR_PORT, TEMPORAL_PORT and TEMPORAL_UI_PORT';

export async function serve(mode: ServerMode): Promise<void> {
  outliveOutput();
  try {
    const config = loadConfig();
    const logs = openLogs({
      logDir: config.logDir,
      level: config.logLevel,
      port: config.port,
      monitorPort: config.monitorPort,
      rotation: config.logRotation,
    });
    const outputs = OUTPUT_NAMES.map((name) => join(config.logDir, name));
    keepOutputsSmall(outputs, config.logRotation);
    const stop = Promise.race([
      stopRequested().then((why) => ({ why, code: 0 })),
      restartRequested().then((why) => ({ why, code: EXIT_AGAIN })),
    ]);
    const accessWarning = checkAccess(config);
    const place = await takePlace(config.dataDir, `, or set ${OF_A_SECOND} for a second one`);
    // Loaded now: it takes a second, and who is refused is told at once.
    const { startServer } = await import('./start.js');
    const server = await startServer({ config, logs, say, place, accessWarning, mode });
    const forget = noteElsewhere(config);
    say(`Architect Dashboard ready: ${server.url}`);
    const { why, code } = await stop;
    say(`Stopping (${why}) ...`);
    forget();
    place.ending();
    await server.stop();
    logs.flush();
    // Native threads of the engine's client would hold the process for seconds more.
    process.exit(code);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(isFinal(error) ? EXIT_CONFIGURATION : 1);
  }
}
