/** Reading from the API with ten thousand prompts in the record, against a Koa server that does next to nothing. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_PASSWORD } from '../../config/settings';
import { type Dashboard, startDashboard } from '../../test/support/dashboard';
import { httpLoad, type Load } from '../lib/http-load';
import { fillPrompts, openRecord } from '../lib/record';
import type { Group, Row } from '../lib/report';
import { median, ms, percentile, times } from '../lib/statistics';

const PROMPTS = 10_000;
const CONNECTIONS = 8;
const RATIO_GOAL = 0.5;
const TAIL_GOAL_MS = 20;
/** Asked by whoever watches the server, often. */
const HEALTH_GOAL_MS = 5;
const HEALTH = 'GET /health, one request at a time';

const READS = {
  status: ['/api/assigner/status', token],
  prompt: ['/api/assigner/prompts/5000', token],
  'status in a browser': ['/api/assigner/status', cookie],
} as const;
type Read = keyof typeof READS;
const NAMES = Object.keys(READS) as Read[];
const LISTS = {
  [HEALTH]: '/health',
  'status, one request at a time': '/api/assigner/status',
  'list of the newest 50': '/api/assigner/prompts',
  'list by priority, 50 from the 5,000th on': '/api/assigner/prompts?order=priority&limit=50&offset=5000',
  'list with a word searched for': '/api/assigner/prompts?q=Prompt%204321',
} as const;

export async function apiReads(full: boolean): Promise<Group> {
  const durationMs = full ? 5_000 : 2_500;
  // The engine is away: with it the 10,000 would be started and done, and no two answers would cost the same.
  const dashboard = await startDashboard({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  const bare = spawn(process.execPath, [join(__dirname, '../lib/bare-koa.cjs')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    const db = openRecord(join(dashboard.dir, 'data'));
    fillPrompts(db, { count: PROMPTS / 2, stage: 'completed' });
    fillPrompts(db, { count: PROMPTS / 2, stage: 'queued' });
    db.close();
    const bareUrl = `http://127.0.0.1:${await firstLine(bare)}/status`;
    const loads: Loads = { bare: [], status: [], prompt: [], 'status in a browser': [] };
    const logins = { [token.name]: await token(dashboard), [cookie.name]: await cookie(dashboard) };
    for (let round = 0; round < 3; round++) {
      loads.bare.push(await load(bareUrl, {}, durationMs));
      for (const name of NAMES) {
        const [path, login] = READS[name];
        loads[name].push(await load(dashboard.url + path, logins[login.name] ?? {}, durationMs));
      }
    }
    return report(loads, await oneByOne(dashboard, bareUrl, full ? 1_000 : 300));
  } finally {
    bare.kill();
    await dashboard.close();
  }
}

const load = (url: string, headers: Record<string, string>, durationMs: number): Promise<Load> =>
  httpLoad({ url, headers, durationMs, connections: CONNECTIONS });

type Headers = Record<string, string>;
type Loads = Record<'bare' | Read, Load[]>;

async function token(dashboard: Dashboard): Promise<Headers> {
  return { authorization: `Bearer ${await readFile(join(dashboard.dir, 'data/api-token'), 'utf8')}` };
}

async function cookie(dashboard: Dashboard): Promise<Headers> {
  const response = await fetch(`${dashboard.url}/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json' },
    body: JSON.stringify({ username: 'architect', password: DEFAULT_PASSWORD }),
  });
  const cookies = response.headers.getSetCookie().map((text) => text.split(';', 1)[0]);
  return { cookie: cookies.join('; ') };
}

const BARE = 'bare';

async function oneByOne(
  dashboard: Dashboard,
  bareUrl: string,
  samples: number,
): Promise<Map<string, number[]>> {
  const headers = await token(dashboard);
  const asked = Object.entries(LISTS).map(([name, path]) => [name, dashboard.url + path] as const);
  const latencies = new Map<string, number[]>();
  for (let round = -20; round < samples; round++) {
    for (const [name, url] of [...asked, [BARE, bareUrl] as const]) {
      const startMs = performance.now();
      await (await fetch(url, { headers })).text();
      const tookMs = performance.now() - startMs;
      if (round >= 0) latencies.set(name, [...(latencies.get(name) ?? []), tookMs]);
    }
  }
  return latencies;
}

function report(loads: Loads, latencies: Map<string, number[]>): Group {
  const rate = (name: keyof typeof loads): number => median(loads[name].map(({ perSecond }) => perSecond));
  const reads = NAMES.map((name): Row => {
    const ratio = rate(name) / rate('bare');
    return {
      what: `GET ${READS[name][0]}, ${READS[name][1] === cookie ? 'login of a browser' : 'token'}`,
      limit: `${rate('bare').toFixed(0)}/s`,
      ours: `${rate(name).toFixed(0)}/s (p99 ${ms(
        percentile(
          loads[name].flatMap(({ latenciesMs }) => latenciesMs),
          0.99,
        ),
      )})`,
      ratio: times(ratio),
      // A browser's login is renewed, and its cookies are signed anew, with every answer.
      ...(READS[name][1] === cookie
        ? { goal: '' }
        : { goal: `>= ${RATIO_GOAL} x`, met: ratio >= RATIO_GOAL }),
    };
  });
  const both = (samples: readonly number[]): string =>
    `${ms(median(samples))} (p99 ${ms(percentile(samples, 0.99))})`;
  const bare = latencies.get(BARE) ?? [];
  latencies.delete(BARE);
  const lists = [...latencies].map(([name, samples]): Row => {
    const p99 = percentile(samples, 0.99);
    const goalMs = name === HEALTH ? HEALTH_GOAL_MS : TAIL_GOAL_MS;
    return {
      what: name,
      limit: both(bare),
      ours: both(samples),
      goal: `p99 < ${goalMs} ms`,
      met: p99 < goalMs,
    };
  });
  return {
    title: `Reading the API with ${PROMPTS.toLocaleString('en')} prompts`,
    note:
      `Half of them wait, half are done. Throughput: ${CONNECTIONS} kept-open connections, each asking again at once, in turns ` +
      'with a bare Koa server (router and one JSON answer, no login, no headers, no database). Times: one request after the other, those to the bare server in turns with them.',
    rows: [...reads, ...lists],
  };
}

function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve) => child.stdout?.once('data', (data: Buffer) => resolve(String(data).trim())));
}
