/**
 * Logging: pino, one JSON line an event, to files in the log directory and the serious ones to the terminal.
 * Secrets never get here: prompt texts, screens and environment values are not logged, only their ids and sizes.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pino, { type DestinationStream, type Logger } from 'pino';
import { ConfigError } from '../config';
import { escapeInJson } from '../workflows/contracts/control-characters';
import { destinationOf } from './destination';
import { logFields } from './log-fields';
import { type Component, logNames } from './log-names';
import { rotatingFile, type Rotation } from './rotation';

export type { Logger } from 'pino';
export type { Component } from './log-names';

export interface Logs {
  /** Logger of one component, in a file of its own. */
  of(component: Component): Logger;
  /** Writes out what is buffered. */
  flush(): void;
}

const STDERR = 2;

interface LogOptions {
  readonly logDir: string;
  readonly level: string;
  readonly port: number;
  readonly monitorPort: number;
  readonly rotation: Rotation;
}

/**
 * Opens the log files.
 * @throws ConfigError when the directory can't be written
 */
export function openLogs({ logDir, level, port, monitorPort, rotation }: LogOptions): Logs {
  try {
    mkdirSync(logDir, { recursive: true });
  } catch (error) {
    throw new ConfigError([`ARCHITECT_LOG_DIR="${logDir}": can't be created (${(error as Error).message})`]);
  }
  const names = logNames({ port, monitorPort });
  const loggers = new Map<Component, Logger>();
  const of = (component: Component): Logger => {
    const known = loggers.get(component);
    if (known) return known;
    const logger = pino(
      // What the line itself says goes before what it is said in the course of.
      {
        level,
        base: { component },
        timestamp: pino.stdTimeFunctions.isoTime,
        mixin: () => ({ ...logFields() }),
      },
      pino.multistream([
        { level: 'debug', stream: escaped(rotatingFile(join(logDir, names[component]), rotation)) },
        { level: 'error', stream: escaped(destinationOf(STDERR)) },
      ]),
    );
    loggers.set(component, logger);
    return logger;
  };
  return { of, flush: () => loggers.forEach((logger) => logger.flush()) };
}

/** Names, paths and messages of others: whoever reads the file in a terminal sees them, and nothing acts there. */
const escaped = (stream: DestinationStream): DestinationStream => ({
  write: (line) => stream.write(escapeInJson(line)),
});

/** A logger that says nothing, for tests and one-shot commands. */
export const silentLog: Logger = pino({ level: 'silent' });
