/** How everything stands, as GET /health tells it to anyone. */
import type { z } from 'zod';
import type { AppDeps } from '../context';
import type { health as healthSchema } from './responses';

export async function healthOf({
  store,
  orchestrator,
  health,
}: Pick<AppDeps, 'store' | 'orchestrator' | 'health'>): Promise<z.output<typeof healthSchema>> {
  const { worker, tmux, trouble: ofParts, known, notices } = health();
  const { usable, trouble: ofStore } = await store.health();
  const engine = orchestrator.isUp();
  const findings = known?.findings ?? [];
  const checked = findings.filter(({ watcher }) => watcher === 'check');
  // Anyone may ask: sentences without paths. The log has the rest.
  const trouble = [
    ...ofStore.map(({ message }) => message),
    ...ofParts,
    ...checked.map(({ reason, remedy }) => `${reason} ${remedy}`),
  ];
  // No tmux server is no fault: there may be no session yet.
  const isWell = engine && worker && usable && trouble.length === 0 && findings.length === 0;
  return {
    status: known?.status === 'unhealthy' ? 'unhealthy' : isWell ? 'healthy' : 'degraded',
    timestamp: new Date().toISOString(),
    checks: {
      engine: state(engine),
      store: state(usable),
      worker: state(worker),
      tmux: state(tmux),
    },
    trouble,
    reasons: findings.map(({ cause, component, status, reason, remedy, since }) => ({
      ...{ cause, component, status, reason, remedy, since },
    })),
    checked_at: known?.checkedAt ?? null,
    notices: [...notices],
  };
}

const state = (isUp: boolean): 'up' | 'down' => (isUp ? 'up' : 'down');
