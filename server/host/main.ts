/** `architect host join`: the host side in a process of its own, until it is stopped or its hub wants it no more. */
import { join } from 'node:path';
import type { Config } from '../../config';
import { openLogs } from '../../telemetry/log';
import { EXIT_CONFIGURATION } from '../exit-codes';
import { outliveOutput } from '../output';
import { stopRequested } from '../signals';
import { packageVersion } from '../version';
import { HubRefusedError } from './hub-client';
import { HostBusyError, runHost } from './run';

export interface JoinOptions {
  readonly config: Config;
  readonly url: string;
  readonly token: string;
  readonly name: string;
  readonly say: (line: string) => void;
}

/** @returns the exit code: another try helps nothing where it is that of a wrong setting */
export async function joinHost({ config, say, ...options }: JoinOptions): Promise<number> {
  outliveOutput();
  const logs = openLogs({
    logDir: join(config.logDir, `host-${options.name}`),
    level: config.logLevel,
    port: 0,
    monitorPort: 0,
    rotation: config.logRotation,
  });
  const stop = stopRequested();
  const halt = new AbortController();
  void stop.then((why) => {
    say(`Stopping (${why}) ...`);
    halt.abort();
  });
  const { signal } = halt;
  // Nothing is left that could go on: what keeps it running starts it again, as after any other fault.
  process.once('beforeExit', () => {
    say('The host ended without having been told to.');
    end(1);
  });
  // Native threads of the engine's client would hold the process for seconds more.
  const end = (code: number): never => {
    logs.flush();
    process.exit(code);
  };
  try {
    const host = await runHost({ ...options, config, logs, say, version: packageVersion(), signal });
    const why = await Promise.race([stop, host.refused]);
    if (why instanceof HubRefusedError) say(why.message);
    await host.stop();
    return end(why instanceof HubRefusedError ? EXIT_CONFIGURATION : 0);
  } catch (error) {
    if (signal.aborted) return end(0);
    if (error instanceof HubRefusedError || error instanceof HostBusyError) {
      say(error.message);
      return end(EXIT_CONFIGURATION);
    }
    // Whatever it was, another start may succeed; one that stayed, half up, would keep the service from trying.
    say(
      `The host could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
    );
    return end(1);
  }
}
