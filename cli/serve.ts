/** `architect serve`: the whole server in one process, from settings to the ready line, and back down in order. */
import { ConfigError, loadConfig } from '../config';
import { EngineError } from '../engine';
import { openLogs } from '../log';
import { StoreError } from '../store';
import { AlreadyRunning } from './serve/instance';
import { PortTaken } from './serve/listen';
import { startServer } from './serve/server';
import { stopRequested } from './serve/signals';

/** Starting again can't help until a person changes something (sysexits EX_CONFIG). */
const EXIT_CONFIGURATION = 78;

export async function serve(): Promise<void> {
  try {
    const config = loadConfig();
    const logs = openLogs({ logDir: config.logDir, level: config.logLevel, port: config.port });
    const stop = stopRequested();
    const server = await startServer(config, logs);
    say(`Architect Dashboard ready: ${server.url}`);
    const reason = await Promise.race([stop, server.failed]);
    say(`Stopping (${reason}) ...`);
    await server.stop();
    logs.flush();
    // Native threads of the engine's client would hold the process for seconds more.
    process.exit(0);
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(isFinal(error) ? EXIT_CONFIGURATION : 1);
  }
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function isFinal(error: unknown): boolean {
  if (error instanceof EngineError) return error.kind === 'configuration';
  return [ConfigError, StoreError, PortTaken, AlreadyRunning].some((type) => error instanceof type);
}

function explain(error: unknown): string {
  if (isFinal(error) || error instanceof EngineError) return (error as Error).message;
  return `The dashboard could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
