/** How things stand at the moment: what waits, what is there, what is wrong. Read when Prometheus asks. */
import { BUDGET_SCOPES, BUDGET_STATES } from '../../workflows/contracts/budgets';
import { HEALTH_COMPONENTS } from '../../workflows/contracts/health';
import { BREAKER_STATES } from '../../workflows/contracts/models';
import type { Figures, Labels } from './registry';

export interface StateSource {
  counts(): readonly {
    readonly query: {
      readonly name: string;
      readonly help: string;
      readonly labels: Labels;
      readonly aged?: string;
    };
    readonly rows: readonly {
      readonly labels: readonly string[];
      readonly count: number;
      readonly oldestMs: number | null;
    }[];
  }[];
  databases(): readonly {
    readonly database: string;
    readonly bytes: number;
    readonly walBytes: number;
    readonly refused: Readonly<Record<'busy' | 'full' | 'other', number>>;
  }[];
  /** Part -> whether it works. */
  parts(): Readonly<Record<'engine' | 'store' | 'worker' | 'tmux', boolean>>;
  workers(): number;
  findings(): readonly { readonly component: string; readonly status: string }[];
  /** Machines with sessions, this one too; null = not known now. */
  hosts(): readonly HostFigures[];
  breakers(): readonly { readonly provider: string; readonly state: string }[];
  budgets(): readonly { readonly scope: string; readonly state: string; readonly fraction: number }[];
}

/** As the API tells of them. */
interface HostFigures {
  readonly name: string;
  readonly state: string;
  readonly seen_seconds_ago: number | null;
  readonly load: number | null;
  readonly cpus: number | null;
  readonly memory_free_mib: number | null;
  readonly sessions: number;
  readonly prompts: number;
}

const MS_A_SECOND = 1_000;
const PARTS = ['engine', 'store', 'worker', 'tmux'] as const;

/** Call the result whenever it is asked. */
export function stateFigures(figures: Figures, source: StateSource, clock: () => Date): () => void {
  const sets = [
    countFigures(figures, source, clock),
    databaseFigures(figures, source),
    partFigures(figures, source),
    hostFigures(figures, source),
    modelFigures(figures, source),
  ];
  return () => sets.forEach((set) => set());
}

function countFigures({ gauge }: Figures, source: StateSource, clock: () => Date): () => void {
  const gauges = source.counts().map(({ query: { name, help, labels, aged } }) => ({
    count: gauge({ name, help, labels }),
    oldest:
      aged === undefined ? undefined : gauge({ name: `${name}_oldest_age_seconds`, help: aged, labels }),
  }));
  return () => {
    const nowMs = clock().getTime();
    for (const [at, { rows }] of source.counts().entries()) {
      gauges[at]?.count.set(rows.map(({ labels, count }) => [labels, count]));
      gauges[at]?.oldest?.set(
        rows.map(({ labels, oldestMs }) => [
          labels,
          oldestMs === null ? 0 : Math.max(0, nowMs - oldestMs) / MS_A_SECOND,
        ]),
      );
    }
  };
}

function databaseFigures({ counter, gauge }: Figures, source: StateSource): () => void {
  const size = gauge({
    name: 'sqlite_size_bytes',
    help: 'Size of the file of each database',
    labels: { database: [] },
  });
  const log = gauge({
    name: 'sqlite_wal_bytes',
    help: 'Size of the log (-wal) of each database: what grows is kept open by a reader',
    labels: { database: [] },
  });
  const refused = counter({
    name: 'sqlite_refused_writes_total',
    help: 'Writes that a database refused: busy = another program held it, full = there was no room',
    labels: { database: [], reason: ['busy', 'full', 'other'] },
  });
  const counted = new Map<string, number>();
  return () => {
    const all = source.databases();
    size.set(all.map(({ database, bytes }) => [[database], bytes]));
    log.set(all.map(({ database, walBytes }) => [[database], walBytes]));
    for (const { database, refused: writes } of all)
      for (const [reason, total] of Object.entries(writes)) {
        const key = `${database} ${reason}`;
        refused.add([database, reason], total - (counted.get(key) ?? 0));
        counted.set(key, total);
      }
  };
}

function partFigures({ gauge }: Figures, source: StateSource): () => void {
  const up = gauge({
    name: 'part_up',
    help: 'Whether each part works: 1 = it does; tmux without a session is 0 and no fault',
    labels: { part: PARTS },
  });
  const workers = gauge({ name: 'workers', help: 'Workers of the workflow engine that run here' });
  const findings = gauge({
    name: 'health_findings',
    help: 'What is wrong now, by component and how bad it is (GET /health says it in words)',
    labels: { component: HEALTH_COMPONENTS, status: ['degraded', 'unhealthy'] },
  });
  return () => {
    up.set(Object.entries(source.parts()).map(([part, isUp]) => [[part], isUp ? 1 : 0]));
    workers.set([[[], source.workers()]]);
    findings.set(source.findings().map(({ component, status }) => [[component, status], 1]));
  };
}

const BYTES_A_MIB = 1024 * 1024;

function hostFigures({ gauge }: Figures, source: StateSource): () => void {
  const labels = { host: [] };
  const all: readonly (readonly [
    figure: ReturnType<Figures['gauge']>,
    of: (host: HostFigures) => number | null,
  ])[] = [
    [
      gauge({ name: 'host_up', help: 'Whether each machine with sessions is heard of: 1 = it is', labels }),
      ({ state }) => (state === 'up' ? 1 : 0),
    ],
    [
      gauge({ name: 'host_silent_seconds', help: 'How long ago each machine was heard of', labels }),
      ({ seen_seconds_ago: ago }) => ago,
    ],
    [
      gauge({ name: 'host_load', help: 'Load of each machine, average of the last minute', labels }),
      ({ load }) => load,
    ],
    [gauge({ name: 'host_cpus', help: 'Processors of each machine', labels }), ({ cpus }) => cpus],
    [
      gauge({ name: 'host_memory_free_bytes', help: 'Memory that is free on each machine', labels }),
      ({ memory_free_mib: free }) => free && free * BYTES_A_MIB,
    ],
    [gauge({ name: 'host_sessions', help: 'Sessions on each machine', labels }), ({ sessions }) => sessions],
    [
      gauge({ name: 'host_prompts', help: 'Prompts that the sessions of each machine have', labels }),
      ({ prompts }) => prompts,
    ],
  ];
  return () => {
    const hosts = source.hosts();
    for (const [figure, of] of all)
      figure.set(
        hosts.flatMap((host) => {
          const value = of(host);
          return value === null ? [] : [[[host.name], value] as const];
        }),
      );
  };
}

function modelFigures({ gauge }: Figures, source: StateSource): () => void {
  const breakers = gauge({
    name: 'model_breaker_state',
    help: 'State of the breaker of each provider of language models: 1 = this one',
    labels: { provider: [], state: BREAKER_STATES },
  });
  const budgets = gauge({
    name: 'budgets',
    help: 'Budgets, by what they are for and how they stand',
    labels: { scope: BUDGET_SCOPES, state: BUDGET_STATES },
  });
  const used = gauge({
    name: 'budget_used_ratio',
    help: 'Of the budget that is nearest to its limit: how much of it is used or reserved; 1 = all',
    labels: { scope: BUDGET_SCOPES },
  });
  return () => {
    breakers.set(
      source
        .breakers()
        .flatMap(({ provider, state }) =>
          BREAKER_STATES.map((one) => [[provider, one], one === state ? 1 : 0] as const),
        ),
    );
    const all = source.budgets();
    budgets.set(all.map(({ scope, state }) => [[scope, state], 1]));
    used.set(
      BUDGET_SCOPES.map((scope) => [
        [scope],
        Math.max(0, ...all.filter((one) => one.scope === scope).map(({ fraction }) => fraction)),
      ]),
    );
  };
}
