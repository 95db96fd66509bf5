/** The trace of a prompt, from the request that queued it to the keys in a terminal, as a collector gets it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { type OtlpReceiver, otlpReceiver, type ReceivedSpan } from '../support/otlp-receiver';

const TEXT = 'echo a-text-that-nobody-may-see';
const TRACE = 'a'.repeat(32);
const SENDER = 'b'.repeat(16);

let receiver: OtlpReceiver;
let dashboard: Dashboard;
beforeAll(async () => {
  receiver = await otlpReceiver();
  dashboard = await startDashboard({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20of-the-collector',
  });
  await dashboard.shell('work');
}, 120_000);
afterAll(async () => {
  await dashboard.close();
  await receiver.close();
});

const traceOf = (traceId: string): readonly ReceivedSpan[] =>
  receiver.spans().filter((span) => span.traceId === traceId);

describe('a prompt', () => {
  let id: number;
  let spans: readonly ReceivedSpan[];
  const named = (name: string): ReceivedSpan => {
    const found = spans.find((span) => span.name === name);
    if (!found) throw new Error(`no ${name} among ${spans.map((span) => span.name).join(', ')}`);
    return found;
  };
  beforeAll(async () => {
    const { body } = await dashboard.call('/api/assigner/send', {
      body: { content: TEXT, target_session: 'work' },
      headers: { traceparent: `00-${TRACE}-${SENDER}-01` },
    });
    id = body.prompt_id;
    await dashboard.settled(id);
    await until(
      async () => traceOf(TRACE).map(({ name }) => name),
      (names) => names.includes('RunWorkflow:promptAssignment'),
      'the end of its workflow in the trace',
    );
    spans = traceOf(TRACE);
  });

  it('is one trace, from the request through the workflow and its steps to the terminal', () => {
    const parents: [child: string, parent: string][] = [
      ['StartWorkflow:promptAssignment', 'POST /api/assigner/send'],
      ['RunWorkflow:promptAssignment', 'StartWorkflow:promptAssignment'],
      ['RunActivity:deliverPrompt', 'RunWorkflow:promptAssignment'],
      ['RunActivity:followTurn', 'RunWorkflow:promptAssignment'],
      ['RunActivity:settlePrompt', 'RunWorkflow:promptAssignment'],
      ['tmux paste', 'RunActivity:deliverPrompt'],
    ];
    for (const [child, parent] of parents)
      expect([child, named(child).parentSpanId]).toEqual([child, named(parent).spanId]);
    expect(named('POST /api/assigner/send').parentSpanId).toBe(SENDER);
  });

  it('has its number in all of them, and its steps where they are taken', () => {
    for (const { name, fields } of spans)
      if (/promptAssignment|deliverPrompt|followTurn|settlePrompt/.test(name))
        expect([name, fields['architect.prompt_id']]).toEqual([name, id]);
    expect(named('RunActivity:deliverPrompt').events).toEqual(expect.arrayContaining(['typed', 'submitted']));
    const { startMs, endMs } = named('RunWorkflow:promptAssignment');
    expect(startMs).toBeLessThanOrEqual(named('RunActivity:deliverPrompt').startMs);
    expect(endMs).toBeGreaterThanOrEqual(named('RunActivity:settlePrompt').endMs);
  });

  it('is named by the lines of the log', () => {
    const lines = readFileSync(join(dashboard.dir, 'logs', 'assigner.log'), 'utf8')
      .trim()
      .split('\n');
    const settled = lines.map((line) => JSON.parse(line)).find(({ msg }) => msg === 'prompt settled');
    expect(settled).toMatchObject({ promptId: id, traceId: TRACE });
  });

  it('has no text of its own in it', () => {
    expect(receiver.raw()).toContain('architect.prompt_id');
    expect(receiver.raw()).not.toMatch(/nobody-may-see|nobody may see/);
    expect(receiver.raw()).not.toContain(dashboard.token());
  });
});

describe('other traces', () => {
  it('begin with the request where its sender has none', async () => {
    const { headers } = await dashboard.call('/api/assigner/send', {
      body: { content: TEXT, target_session: 'work' },
    });
    const requestId = headers.get('x-request-id');
    const request = await until(
      async () => receiver.spans().find(({ fields }) => fields['architect.request_id'] === requestId),
      (span) => span !== undefined,
      'the span of the request',
    );
    expect(request?.parentSpanId ?? '').toBe('');
    expect(request?.traceId).not.toBe(TRACE);
    expect(receiver.headers()['authorization']).toBe('Bearer of-the-collector');
  });

  it('are not made of what a schedule does, nor of being watched', () => {
    const names = receiver.spans().map(({ name }) => name);
    expect(names.filter((name) => /reconcile|healthCheck|\/health|\/metrics/.test(name))).toEqual([]);
  });

  it('that can not be sent are said once, and nothing else is kept waiting', async () => {
    await receiver.close();
    for (let round = 0; round < 3; round += 1) {
      const id = await dashboard.send({ content: TEXT, target_session: 'work' });
      expect((await dashboard.settled(id)).status).toBe('completed');
    }
    const said = (): string[] =>
      readFileSync(join(dashboard.dir, 'logs', 'app_' + new URL(dashboard.url).port + '.log'), 'utf8')
        .split('\n')
        .filter((line) => line.includes('traces could not be sent'));
    await until(
      async () => said().length,
      (count) => count > 0,
      'a line about it',
    );
    expect(said()).toHaveLength(1);
    expect(await dashboard.stop()).toBe(0);
  });
});
