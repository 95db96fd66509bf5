/** One run: the product under load, faults by a schedule, then quiet, and the account of it all. */
import { setTimeout as pause } from 'node:timers/promises';
import { isAlive } from '../../processes/stat';
import { until } from '../support/dashboard';
import { FAULTS, type Hit } from './faults';
import { type Finding, invariants } from './invariants';
import { startLoad } from './load';
import { readOutcome } from './outcome';
import { seeded } from './random';
import { growth, processesOf, sample, type Sample } from './resources';
import { type Pace, planFaults, type PlannedFault } from './schedule';
import { openSite, type Site, type Topology } from './site';
import { everyMs, HOST, HOST_SHELLS, type Terminals, terminals as terminalsOf } from './terminals';

export interface RunOptions extends Pace {
  readonly seed: number;
  readonly topology: Topology;
  readonly say: (line: string) => void;
  /** Only these; unset = all that can be made here. */
  readonly kinds?: readonly string[];
}

export interface Happened {
  readonly atMs: number;
  readonly kind: string;
  readonly what: string;
  readonly heldMs: number;
}

export interface RunReport {
  readonly seed: number;
  readonly topology: Topology;
  readonly durationMs: number;
  readonly faults: readonly Happened[];
  /** Kinds that can't be made here, with the reason. */
  readonly left: readonly string[];
  readonly counts: Readonly<Record<string, number>>;
  readonly samples: readonly Sample[];
  readonly findings: readonly Finding[];
  /** The screens at the end and the last of what the server printed, where something was found. */
  readonly output: string;
}

const KEEP_MS = 250;
const OUTPUT_SHOWN = 20_000;
const SAMPLE_MS = 5_000;
/** So long nothing of the work that is left may move. */
const STANDSTILL_MS = 150_000;
const HEALTHY_MS = 120_000;

export async function run(options: RunOptions): Promise<RunReport> {
  const site = await openSite(options.topology);
  try {
    return await Promise.race([runOn(site, options), interruption()]);
  } finally {
    await site.close();
  }
}

/** Ctrl-C leaves nothing behind either. */
function interruption(): Promise<never> {
  return new Promise((_, reject) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(name, () => reject(new Error(`The run was ended by ${name}.`)));
  });
}

async function runOn(site: Site, options: RunOptions): Promise<RunReport> {
  const { seed, topology, durationMs, say } = options;
  const terminals = terminalsOf(site);
  await terminals.ensure();
  const server = keepServer(site);
  await healthy(site);
  await joined(site);
  await api(site, '/api/confirm', 'PUT', { delay_ms: [200, 600] });
  const startMs = Date.now();
  const samples = [await sample(site, startMs)];
  const load = startLoad(site, terminals, seeded(seed + 1));
  const keeping = terminals.keep();
  const sampling = everyMs(SAMPLE_MS, async () => samples.push(await sample(site, startMs)));
  const able = FAULTS.filter(
    ({ kind, missing }) => (options.kinds?.includes(kind) ?? true) && !missing?.(site),
  );
  const faults = await carryOut(site, terminals, {
    planned: planFaults(seed, able, options),
    startMs,
    say,
    durationMs,
  });

  say('Quiet: waiting until all that was accepted has ended.');
  await load.stop();
  const quiet = await quietly(site);
  await Promise.all([sampling.stop(), keeping.stop()]);
  samples.push(await sample(site, startMs));
  const screens = await terminals.screens();
  const before = processesOf(site);
  const unstopped: string[] = [];
  await site.host.stop().catch((error: unknown) => unstopped.push(String(error)));
  await server.stop();
  const outcome = readOutcome(site);
  const { accepted } = load;
  const findings = [
    ...invariants({
      ...{ accepted, outcome, panes: terminals.panes, harmed: terminals.harmed },
      clockMoved: faults.some(({ kind }) => kind === 'clock-moved'),
    }),
    { invariant: 'requests are answered, none with an internal error', broken: load.refused },
    { invariant: 'all is well again soon after', broken: quiet },
    {
      invariant: 'the supervisor and the host never give up',
      broken: [
        ...site.gaveUp.map((code) => `the supervisor ended with ${code}`),
        ...site.host.gaveUp.map((code) => `the host ended with ${code}`),
      ],
    },
    { invariant: 'the host ends when it is told to', broken: unstopped },
    ...untouched(terminals),
    ...left(site, before, samples),
  ];
  const missing = FAULTS.flatMap(({ kind, missing: why }) => (why?.(site) ? [`${kind}: ${why(site)}`] : []));
  const counts = countsOf(outcome.prompts, accepted);
  const output = findings.some(({ broken }) => broken.length > 0)
    ? [...screens, ...[site.output(), site.host.output()].map((text) => text.slice(-OUTPUT_SHOWN))].join('\n')
    : '';
  return { seed, topology, durationMs, faults, left: missing, counts, samples, findings, output };
}

/** As systemd would: the supervisor is started again when it is gone, once its server has ended too; so is the host. */
function keepServer(site: Site): { stop(): Promise<void> } {
  let last: number | undefined;
  const keeping = everyMs(KEEP_MS, async () => {
    last = site.serverPid() ?? last;
    if (site.supervisorPid() === undefined && (last === undefined || !isAlive(last))) site.start();
    site.host.ensure();
  });
  return {
    async stop() {
      await keeping.stop();
      await site.stop();
    },
  };
}

interface Work extends Pick<RunOptions, 'say' | 'durationMs'> {
  readonly planned: readonly PlannedFault[];
  readonly startMs: number;
}

/** Each at its time, whatever the one before does; all are over at the end. */
async function carryOut(
  site: Site,
  terminals: Terminals,
  { planned, startMs, say, durationMs }: Work,
): Promise<Happened[]> {
  const happened: Happened[] = [];
  const one = async ({ kind, atMs, holdMs, choice }: PlannedFault): Promise<void> => {
    await pause(Math.max(startMs + atMs - Date.now(), 0));
    const fault = FAULTS.find((known) => known.kind === kind);
    const beganMs = Date.now();
    // What another fault keeps this one from is no finding: it is not made.
    const missed = (error: unknown): undefined => {
      say(`${kind} could not be made: ${String(error).slice(0, 200)}`);
    };
    const hit: Hit | undefined = await fault?.begin(site, terminals, choice).catch(missed);
    if (!hit) return;
    const held = hit.mend ? `, for ${holdMs} ms` : '';
    say(`${((beganMs - startMs) / 1_000).toFixed(1).padStart(7)} s  ${kind}: ${hit.what}${held}`);
    if (hit.mend) await pause(holdMs);
    await hit.mend?.();
    happened.push({ atMs: beganMs - startMs, kind, what: hit.what, heldMs: Date.now() - beganMs });
  };
  await Promise.all(planned.map(one));
  await pause(Math.max(startMs + durationMs - Date.now(), 0));
  return happened.sort((first, second) => first.atMs - second.atMs);
}

async function api(site: Site, path: string, method = 'GET', body?: object): Promise<any> {
  const response = await fetch(site.url + path, {
    method,
    headers: { authorization: `Bearer ${site.token()}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
    signal: AbortSignal.timeout(5_000),
  });
  return response.json();
}

interface Health {
  readonly status: string;
  readonly reasons: readonly { readonly cause: string }[];
}
/** Of a run that takes long: the person's terminal shows nothing of an agent. */
const UNKNOWN_SESSION = 'sessions.unknown';

const healthy = (site: Site): Promise<unknown> =>
  until(
    () => api(site, '/health'),
    ({ status, reasons }: Health) =>
      status === 'healthy' || reasons.every(({ cause }) => cause === UNKNOWN_SESSION),
    'the health',
    HEALTHY_MS,
  );

/** A busy machine may take its time, as long as work ends. */
async function untilDone(busy: () => Promise<number>): Promise<void> {
  for (let least = Infinity; least > 0;)
    least = await until(busy, (count) => count < least, 'the work that is left', STANDSTILL_MS);
}

/** Lets the host in, and waits until its sessions are ready. */
async function joined(site: Site): Promise<void> {
  const { token } = await api(site, '/api/hosts', 'POST', { name: HOST });
  site.host.join(token);
  for (const session of HOST_SHELLS)
    await until(
      () => api(site, `/api/sessions/${encodeURIComponent(session)}`),
      ({ status }) => status === 'waiting_input',
      `session ${session}`,
      HEALTHY_MS,
    );
}

/** Waits for the end of all work; what isn't so in time is returned. */
async function quietly(site: Site): Promise<string[]> {
  const busy = async (): Promise<number> => {
    const { pending, in_progress: working } = await api(site, '/api/assigner/status');
    const { counts } = await api(site, '/api/tasks?limit=1');
    const { items } = await api(site, '/api/plans?limit=500');
    const { total: dialogs } = await api(site, '/api/confirmations?status=pending&limit=1');
    const running = (items as { status: string }[]).filter(({ status }) => status === 'running').length;
    const numbers = [pending, working, counts.pending, counts.running, running, dialogs] as number[];
    return numbers.reduce((sum, one) => sum + one, 0);
  };
  const broken: string[] = [];
  const note = (error: unknown): void => void broken.push(String(error).slice(0, 2_000));
  await untilDone(busy).catch(note);
  await healthy(site).catch(note);
  const states = async (): Promise<string[]> =>
    (await api(site, '/api/hosts')).items.map(({ state }: { state: string }) => state);
  await until(states, (all) => all.every((state) => state === 'up'), 'the host', HEALTHY_MS).catch(note);
  return broken;
}

function untouched(terminals: Terminals): Finding[] {
  const intruded = terminals.intruded();
  const keys = terminals.agents.flatMap((agent, number) => {
    // Keys that came while one dialog stood: the answer, and the `n` for the next one.
    const text = agent.keys().join('');
    return /^(n1)*n?$/.test(text) ? [] : [`agent ${number}: ${JSON.stringify(text)}`];
  });
  return [
    {
      invariant: "nothing is typed into a person's terminal",
      broken: intruded === '' ? [] : [intruded.slice(0, 500)],
    },
    { invariant: 'each dialog is answered once', broken: keys },
  ];
}

function left(site: Site, before: ReturnType<typeof processesOf>, samples: readonly Sample[]): Finding[] {
  const clients = [site.tmux, site.host.tmux].flatMap(({ socketName }) => {
    const found = before.filter(
      ({ command }) => /\btmux\b.* -C/.test(command) && command.includes(socketName),
    );
    return found.length > 1 ? found : [];
  });
  const after = processesOf(site).filter(({ command }) => !isOfTerminals(command));
  const { descriptors, memory, temporaryFiles } = growth(samples[0] as Sample, samples.at(-1) as Sample);
  const names = (list: typeof before): string[] =>
    list.map(({ pid, command }) => `${pid}: ${command.slice(0, 200)}`);
  return [
    {
      invariant: 'no process is left over',
      broken: [...names(after), ...names(clients)],
    },
    { invariant: 'descriptors do not grow', broken: descriptors },
    { invariant: 'memory does not grow', broken: memory },
    { invariant: 'temporary files do not grow', broken: temporaryFiles },
  ];
}

/** The tmux server and what runs in its sessions live on; so does the engine of a cluster. */
const isOfTerminals = (command: string): boolean =>
  /^tmux .*new-session|^bash --norc --noprofile|draws-screens|setRawMode|\/cluster\/|^sleep /.test(command);

function countsOf(
  prompts: readonly { stage: string }[],
  accepted: readonly { kind: string }[],
): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of [
    ...accepted.map(({ kind }) => `${kind}s accepted`),
    ...prompts.map(({ stage }) => `prompts ${stage}`),
  ])
    counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}
