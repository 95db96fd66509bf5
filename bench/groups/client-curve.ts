/** From one to two hundred clients: those who ask, and those who listen to the event stream. */
import { type ClientRequest, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { type Dashboard, startDashboard } from '../../test/support/dashboard';
import { curveRows, type Point } from '../lib/curve';
import { httpLoad } from '../lib/http-load';
import { fillPrompts, openRecord } from '../lib/record';
import type { Group, Row } from '../lib/report';
import { ms, percentile } from '../lib/statistics';

const SIZES = [1, 10, 50, 200];
const PROMPTS = 1_000;
/** What is written comes by the next look at the log of changes; people don't notice less. */
const GOAL_MS = 500;

export async function clientCurve(full: boolean): Promise<Group> {
  const dashboard = await startDashboard({ TEMPORAL_ADDRESS: '127.0.0.1:1' });
  try {
    const db = openRecord(join(dashboard.dir, 'data'));
    fillPrompts(db, { count: PROMPTS, stage: 'completed' });
    db.close();
    const asked: Row[] = [];
    const listening: Point[] = [];
    for (const size of SIZES) {
      const { perSecond, latenciesMs } = await httpLoad({
        url: `${dashboard.url}/api/assigner/status`,
        headers: { authorization: `Bearer ${dashboard.token()}` },
        connections: size,
        durationMs: full ? 5_000 : 1_500,
      });
      const [middle, tail] = [0.5, 0.99].map((share) => ms(percentile(latenciesMs, share)));
      asked.push({
        what: `GET /api/assigner/status, ${size} clients`,
        limit: '',
        ours: `${perSecond.toFixed(0)}/s, ${middle} (p99 ${tail})`,
        goal: '',
      });
      listening.push({ size, samples: await heard(dashboard, size, full ? 10 : 3) });
    }
    return {
      title: 'From one to two hundred clients',
      note:
        `${PROMPTS.toLocaleString('en')} prompts in the record, the engine away. Each client asks for the status again as soon as ` +
        'it has it. A listener has the event stream open; the time is from the request that queues a prompt until the last has heard of it.',
      rows: [...asked, ...curveRows('until the last has heard', 'listeners', listening, GOAL_MS)],
    };
  } finally {
    await dashboard.close();
  }
}

/** Milliseconds until the last of so many listeners has heard of a new prompt, for each of `rounds`. */
async function heard(dashboard: Dashboard, listeners: number, rounds: number): Promise<number[]> {
  const streams = await Promise.all(Array.from({ length: listeners }, () => listen(dashboard)));
  try {
    const samples: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const startMs = performance.now();
      const content = `heard-${listeners}-${round}`;
      const all = Promise.all(streams.map(({ hears }) => hears(content)));
      await dashboard.send({ content });
      await all;
      samples.push(performance.now() - startMs);
      await pause(200);
    }
    return samples;
  } finally {
    for (const { close } of streams) close();
  }
}

interface Listener {
  hears(text: string): Promise<void>;
  close(): void;
}

/** Resolves once the whole state has come. */
function listen({ url, token }: Dashboard): Promise<Listener> {
  return new Promise((resolve, reject) => {
    let wanted: { text: string; done: () => void } | undefined;
    const sent: ClientRequest = request(
      `${url}/api/events`,
      { headers: { authorization: `Bearer ${token()}` }, agent: false },
      (response) => {
        response.setEncoding('utf8');
        response.once('data', () =>
          resolve({
            hears: (text) => new Promise<void>((done) => (wanted = { text, done })),
            close: () => void sent.destroy(),
          }),
        );
        response.on('data', (chunk: string) => {
          if (wanted && chunk.includes(wanted.text)) wanted.done();
        });
        response.on('error', () => undefined);
      },
    );
    sent.once('error', reject).end();
  });
}
