/** Temporal's Web UI for the engine of our own: where its parts are had, and the port TEMPORAL_UI_PORT. */
import { join } from 'node:path';
import type { AddressInfo } from 'node:net';
import { type EngineUiDeps, engineUiOnOwnPort } from '../api/engine-ui/own-port';
import type { EngineUiSource } from '../api/engine-ui/source';
import { type Engine, EngineError, enginePages } from '../engine';
import type { Logs } from '../telemetry/log';
import { closeServer, listen, TIMEOUTS } from './listen';
import type { Tls } from './tls';

export interface EngineUi {
  readonly url: string;
  readonly source: EngineUiSource;
  stop(): Promise<void>;
}

/** @throws PortTakenError where the port can't be had */
export async function serveEngineUi(
  deps: Omit<EngineUiDeps, 'source'> & { readonly tls: Tls | undefined },
  engine: Engine,
  logs: Logs,
): Promise<EngineUi> {
  const { temporal, logDir } = deps.config;
  const { cliPath } = temporal;
  const pages =
    cliPath === undefined
      ? undefined
      : enginePages({ binary: cliPath, logFile: join(logDir, 'temporal-ui.log'), log: logs.of('engine') });
  const source: EngineUiSource = {
    door: () => engine.httpDoor(),
    pagesUrl: () => pages?.url() ?? Promise.reject(NO_PROGRAM),
  };
  const handler = engineUiOnOwnPort({ ...deps, source }).callback();
  const listener = (...[req, res]: Parameters<typeof handler>): void => void handler(req, res);
  const server = await listen(listener, '127.0.0.1', temporal.uiPort, 'TEMPORAL_UI_PORT', TIMEOUTS, deps.tls);
  return {
    source,
    url: `${deps.tls ? 'https' : 'http'}://localhost:${(server.address() as AddressInfo).port}`,
    async stop() {
      await closeServer(server);
      await pages?.stop();
    },
  };
}

const NO_PROGRAM = new EngineError(
  "There is no temporal program, which has the pages of Temporal's Web UI: set TEMPORAL_CLI_PATH, or start with `npm start`.",
  'configuration',
);
