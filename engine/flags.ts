/** The command line of the embedded engine. */
import { SEARCH_ATTRIBUTES } from './search-attributes';

export interface StartDevSettings {
  readonly port: number;
  readonly uiPort: number;
  readonly databaseFile: string;
  readonly namespace: string;
}

const SQLITE_PRAGMAS = ['journal_mode=WAL', 'synchronous=NORMAL'];

/**
 * Start -> result of a workflow with one activity, p50 on two cores: 150 ms with the defaults, 35 ms with these.
 * The default of 20 polls a second means a 50 ms wait at every step; with the default of 4 partitions about 1 in 100
 * first tasks waited 2 s for a poller of its partition.
 */
const DYNAMIC_CONFIG = [
  'history.transferProcessorMaxPollRPS=1000',
  'history.timerProcessorMaxPollRPS=1000',
  'history.visibilityProcessorMaxPollRPS=1000',
  'system.enableActivityEagerExecution=true',
  'system.enableEagerWorkflowStart=true',
  'matching.numTaskqueueReadPartitions=1',
  'matching.numTaskqueueWritePartitions=1',
];

/** Everything is bound to loopback: the engine asks nobody for a password. */
export function startDevArguments({ port, uiPort, databaseFile, namespace }: StartDevSettings): string[] {
  return [
    ...['server', 'start-dev'],
    ...['--ip', '127.0.0.1', '--port', String(port)],
    ...['--ui-ip', '127.0.0.1', '--ui-port', String(uiPort)],
    ...['--db-filename', databaseFile],
    ...['--namespace', namespace],
    ...['--log-level', 'warn'],
    ...SQLITE_PRAGMAS.flatMap((pragma) => ['--sqlite-pragma', pragma]),
    ...DYNAMIC_CONFIG.flatMap((value) => ['--dynamic-config-value', value]),
    ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
  ];
}

/** Whether a command line is that of a Temporal server on our database. */
export function isEngineCommandLine(commandLine: string, databaseFile: string): boolean {
  return commandLine.includes('start-dev') && commandLine.includes(databaseFile);
}
