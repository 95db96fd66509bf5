/** From one to two hundred sessions at rest: what a look at all of them takes, as the server itself measures it. */
import { setTimeout as pause } from 'node:timers/promises';
import { type Dashboard, startDashboard } from '../../test/support/dashboard';
import { cpuPercent } from '../lib/processes';
import type { Group, Row } from '../lib/report';
import { ms, percent, times } from '../lib/statistics';

const SIZES = [1, 20, 100];
const MOST = 200;

interface Looked {
  readonly size: number;
  readonly tickMs: number;
  readonly percent: number;
}

export async function sessionCurve(full: boolean): Promise<Group> {
  const dashboard = await startDashboard();
  try {
    const looked: Looked[] = [];
    for (const size of full ? [...SIZES, MOST] : SIZES) {
      await fillUp(dashboard, size);
      looked.push(await look(dashboard, size, full ? 30_000 : 10_000));
    }
    const [smallest] = looked;
    return {
      title: 'From one to two hundred sessions',
      note: 'Shells at rest. The ticks are those of GET /metrics; processor time is that of the server and of tmux.',
      rows: looked.map(({ size, tickMs, percent: busy }): Row => {
        const limit = smallest && smallest.size !== size ? `${ms(smallest.tickMs)} with 1` : '';
        return {
          what: `a look at ${size} sessions`,
          limit,
          ours: `${ms(tickMs)}; ${percent(busy)} of a core`,
          ...(smallest && limit !== '' && { ratio: times(tickMs / smallest.tickMs) }),
          goal: '',
        };
      }),
    };
  } finally {
    await dashboard.close();
  }
}

async function fillUp(dashboard: Dashboard, size: number): Promise<void> {
  const { body } = await dashboard.call('/api/sessions');
  const there: number = body.length ?? body.items.length;
  const names = Array.from({ length: Math.max(0, size - there) }, (_, index) => `worker${there + index}`);
  for (const name of names)
    await dashboard.tmux.session(name, 'env', 'PS1=$ ', 'bash', '--norc', '--noprofile');
  await Promise.all(
    names.map((name) => dashboard.sessionWhere(name, ({ status }) => status === 'waiting_input', 120_000)),
  );
}

async function look(dashboard: Dashboard, size: number, durationMs: number): Promise<Looked> {
  const before = await ticks(dashboard);
  const groups = { all: [dashboard.pid(), await dashboard.tmux.serverPid()] };
  const { all } = await cpuPercent(groups, () => pause(durationMs));
  const after = await ticks(dashboard);
  const tickMs = ((after.seconds - before.seconds) / (after.count - before.count)) * 1_000;
  return { size, tickMs, percent: all };
}

async function ticks({ url, token }: Dashboard): Promise<{ seconds: number; count: number }> {
  const response = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${token()}` } });
  const text = await response.text();
  const read = (end: string): number =>
    Number(new RegExp(`^architect_tmux_tick_duration_seconds_${end} (\\S+)`, 'm').exec(text)?.[1]);
  return { seconds: read('sum'), count: read('count') };
}
