/** Starts the watch of the parts of this process. */
import type { Config } from '../config';
import type { Engine } from '../engine';
import type { Store } from '../store';
import type { Logs } from '../telemetry/log';
import type { Tmux } from '../terminal/tmux/types';
import type { Watch } from '../terminal/watch/types';
import type { ServerMode } from './instance';
import { type HealthWatch, watchHealth } from './health-watch';
import { liveFindings } from './live-health';
import type { LateParts } from './parts';
import type { Undo } from './undo';

interface HealthBase {
  readonly config: Config;
  readonly logs: Logs;
  readonly undo: Undo;
  readonly parts: LateParts;
  readonly mode: ServerMode;
}

interface HealthParts {
  readonly store: Store;
  readonly tmux: Tmux;
  readonly engine: Engine;
  readonly watch: Pick<Watch, 'trouble'>;
}

/** So many in a row: what they would find is not known any more. */
const CHECKS_MISSED = 3;

export function startHealth({ config, logs, undo, parts, mode }: HealthBase, host: HealthParts): HealthWatch {
  const { store, tmux, engine, watch } = host;
  const record = store.healthRecord;
  const { intervalMs } = config.health;
  // While the engine or the workers are away nothing can check: that is told already.
  let awayMs = record.awake.nowMs();
  const sinceCheckMs = (): number => {
    if (engine.state() === 'down' || !parts.now.worker()) awayMs = record.awake.nowMs();
    return Math.min(record.sinceCheckMs(), record.awake.nowMs() - awayMs);
  };
  const health = watchHealth({
    record,
    log: logs.of('health'),
    intervalMs,
    then: store.alerts.look,
    find: async () =>
      liveFindings({
        ...{ engine, store, storeHealth: await store.health(), workersRun: parts.now.worker(), mode },
        ...{ tmux: [tmux.trouble() ?? []].flat(), watch: watch.trouble() },
        sinceCheckMs: sinceCheckMs(),
        checkWithinMs: intervalMs * CHECKS_MISSED,
      }),
  });
  undo.add(
    health.stop,
    engine.onState(() => void health.look()),
  );
  parts.started({ known: health.current });
  return health;
}
