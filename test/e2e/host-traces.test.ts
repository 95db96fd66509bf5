/** The trace of a prompt goes on on the machine that types it. */
import { type Dashboard, startDashboard, until } from '../support/dashboard';
import { type JoinedHost, joinHost } from '../support/joined-host';
import { type OtlpReceiver, otlpReceiver } from '../support/otlp-receiver';

let receiver: OtlpReceiver;
let hub: Dashboard;
let host: JoinedHost;
beforeAll(async () => {
  receiver = await otlpReceiver();
  const settings = { OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url };
  hub = await startDashboard({ ...settings, ARCHITECT_PASSWORD: 'of the test' });
  host = await joinHost(hub, 'box', settings);
  await host.start();
}, 120_000);
afterAll(async () => {
  await host.close();
  await hub.close();
  await receiver.close();
});

test('steps there belong to the workflow of the hub, and the keys to the steps', async () => {
  await host.shell('works');
  const id = await hub.send({ content: 'echo a-text-that-nobody-may-see', target_session: 'box/works' });
  await hub.settled(id, 60_000);
  const wanted = ['RunWorkflow:promptAssignment', 'RunActivity:deliverPrompt', 'tmux paste'];
  const spans = await until(
    async () => receiver.spans().filter(({ name }) => wanted.includes(name)),
    (found) => found.length === wanted.length,
    'the spans of hub and host',
  );
  const [run, step, paste] = wanted.map((name) => spans.find((span) => span.name === name));
  expect([step?.traceId, paste?.traceId]).toEqual([run?.traceId, run?.traceId]);
  expect([step?.parentSpanId, paste?.parentSpanId]).toEqual([run?.spanId, step?.spanId]);
  expect(step?.fields['architect.prompt_id']).toBe(id);
  expect(receiver.raw()).not.toContain('nobody-may-see');
}, 120_000);
