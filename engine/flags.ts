/** The command line of the embedded engine. */
import type { EnginePorts } from './ports';
import { SEARCH_ATTRIBUTES } from './search-attributes';

export interface StartDevSettings extends EnginePorts {
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

/**
 * Closes the engine's HTTP API to all but those who know the name: it takes changes from any web page otherwise, as
 * plain text. What it has of Nexus doesn't ask for the name, so it is off; gRPC is out of a page's reach.
 */
export function guardOfHttpApi(httpHost: string): string[] {
  return [`frontend.httpAllowedHosts=["${httpHost}"]`, 'system.enableNexus=false'];
}

/**
 * Everything is bound to loopback: the engine asks nobody for a password. It has no Web UI of its own, which would take
 * any Host: see `pages.ts`.
 */
export function startDevArguments(settings: StartDevSettings): string[] {
  const { port, httpPort, httpHost, databaseFile, namespace } = settings;
  return [
    ...['server', 'start-dev', '--headless'],
    ...['--ip', '127.0.0.1', '--port', String(port), '--http-port', String(httpPort)],
    ...['--db-filename', databaseFile],
    ...['--namespace', namespace],
    ...['--log-level', 'warn'],
    ...SQLITE_PRAGMAS.flatMap((pragma) => ['--sqlite-pragma', pragma]),
    ...[...DYNAMIC_CONFIG, ...guardOfHttpApi(httpHost)].flatMap((value) => ['--dynamic-config-value', value]),
    ...Object.entries(SEARCH_ATTRIBUTES).flatMap(([name, type]) => ['--search-attribute', `${name}=${type}`]),
  ];
}
