/** What a running server says of itself to those who watch it: figures, and logs that can be followed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client, Connection } from '@temporalio/client';
import { alertQueries, dashboardQueries, figuresIn } from '../telemetry/metrics/queries';
import { seriesOf } from '../telemetry/metrics/support';
import { type Dashboard, startDashboard, until } from '../support/dashboard';

let dashboard: Dashboard;
beforeAll(async () => {
  dashboard = await startDashboard();
  await dashboard.shell('work');
}, 120_000);
afterAll(() => dashboard.close());

const scrape = (headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${dashboard.url}/metrics`, { headers });
const figures = async (): Promise<Map<string, number>> => {
  const response = await scrape({ authorization: `Bearer ${dashboard.token()}` });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  return seriesOf(await response.text());
};

interface Line {
  readonly msg: string;
  readonly promptId?: number;
  readonly requestId?: string;
  readonly workflowId?: string;
  readonly activity?: string;
}
const linesOf = (file: string): Line[] =>
  readFileSync(join(dashboard.dir, 'logs', file), 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Line]));

describe('the figures', () => {
  it('are for those who are logged in', async () => {
    const response = await scrape({ accept: 'text/plain;version=0.0.4;q=0.5,*/*;q=0.1' });
    expect(response.status).toBe(401);
    expect(await response.json()).toMatchObject({ error: { code: 'login_required' } });
  });

  it('are all that a token for them opens', async () => {
    const made = await dashboard.call('/api/tokens', {
      body: { name: 'prometheus', scopes: ['metrics:read'] },
    });
    const authorization = `Bearer ${made.body.token}`;
    expect((await scrape({ authorization })).status).toBe(200);
    const other = await fetch(`${dashboard.url}/api/stats`, { headers: { authorization } });
    expect(other.status).toBe(403);
  });

  it('follow a prompt through its stages, and have those of the SDK', async () => {
    const before = await figures();
    const id = await dashboard.send({ content: 'echo counted', target_session: 'work' });
    await dashboard.settled(id);
    const after = await figures();
    const more = (name: string): number => (after.get(name) ?? 0) - (before.get(name) ?? 0);
    expect(more('prompt_duration_seconds_count{outcome="completed"}')).toBe(1);
    expect(more('prompt_stage_duration_seconds_count{stage="typing"}')).toBe(1);
    expect(more('deliveries_total{agent="shell",outcome="taken"}')).toBe(1);
    expect(more('tmux_tick_duration_seconds_count')).toBeGreaterThan(0);
    const sent = 'method="POST",route="/api/assigner/send",code="200"';
    expect(more(`http_request_duration_seconds_count{${sent}}`)).toBe(1);
    expect(after.get('part_up{part="engine"}')).toBe(1);
    expect(after.get('part_up{part="tmux"}')).toBe(1);
    expect(after.get('workers')).toBe(3);
    expect(after.get('metrics_failures_total{source="temporal"}')).toBe(0);
    const ofSdk = [...after.keys()].filter((name) => name.startsWith('temporal_'));
    expect(ofSdk.some((name) => name.startsWith('temporal_workflow_completed_total'))).toBe(true);
    expect(ofSdk.some((name) => name.startsWith('temporal_activity_execution_latency_seconds'))).toBe(true);
  });

  it('are few, whatever is asked for', async () => {
    for (const path of ['/no/such/page', '/api/tasks/1', '/api/tasks/2', '/api/nothing'])
      await fetch(dashboard.url + path, { headers: { authorization: `Bearer ${dashboard.token()}` } });
    const names = [...(await figures()).keys()];
    expect(names.join('\n')).not.toMatch(/such|nothing|tasks\/1/);
    expect(names.filter((name) => !name.startsWith('temporal_')).length).toBeLessThan(2_000);
  });
});

describe('the examples in docs/observability', () => {
  it("ask for figures of Temporal's SDK that there are", async () => {
    const asked = [...dashboardQueries(), ...alertQueries()]
      .flatMap(figuresIn)
      .flatMap(({ name }) => (name.startsWith('temporal_') ? [name] : []));
    expect(asked.length).toBeGreaterThan(4);
    const names = new Set([...(await figures()).keys()].map((name) => name.replace(/\{.*/, '')));
    expect(asked.filter((name) => !names.has(name))).toEqual([]);
  });
});

describe('a line of the log', () => {
  it('names the request, the workflow, the activity and the prompt', async () => {
    const sent = await dashboard.call('/api/assigner/send', {
      body: { content: 'echo followed', target_session: 'work' },
    });
    const requestId = sent.headers.get('x-request-id') as string;
    const id = sent.body.prompt_id as number;
    await dashboard.settled(id);
    const settled = await until(
      async () => linesOf('assigner.log').find((one) => one.msg === 'prompt settled' && one.promptId === id),
      (line) => line !== undefined,
      'the line about its end',
    );
    expect(settled).toMatchObject({ requestId, workflowId: `prompt-${id}`, activity: 'settlePrompt' });
    const connection = await Connection.connect({ address: `127.0.0.1:${dashboard.enginePort}` });
    try {
      const run = await new Client({ connection }).workflow.getHandle(`prompt-${id}`).describe();
      expect(run.memo).toMatchObject({ requestId });
    } finally {
      await connection.close();
    }
  });
});
