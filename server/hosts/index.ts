/** Lets other machines join: they reach the engine through this server, and it looks who is there. */
import type { Config } from '../../config';
import type { Engine } from '../../engine';
import type { Logs } from '../../telemetry/log';
import { keptKey } from '../../store/kept-key';
import type { Undo } from '../undo';
import type { WebDeps, WebSide } from '../web-side';
import { openEngineDoor } from './engine-door';
import { engineSide } from './engine-side';

interface Base {
  readonly config: Config;
  readonly logs: Logs;
  readonly undo: Undo;
}

interface Parts {
  readonly deps: WebDeps;
  readonly web: WebSide;
  readonly engine: Engine;
}

/** @returns what ends their connections with the engine: as long as one is open the ports of the dashboard can't close */
export function letHostsIn({ config, logs, undo }: Base, { deps, web, engine }: Parts): () => void {
  const key = keptKey(config.dataDir, 'hosts-key');
  const side = engineSide({ temporal: config.temporal, key, engine: () => engine });
  const log = logs.of('app');
  const close = openEngineDoor(web.upgrades, { ...deps, log, engine: side.get });
  undo.add(side.close, close, deps.hosts.start());
  return close;
}
