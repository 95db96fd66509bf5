/** Every workflow answers the query `status`, from its first moment to after its end. */
import { ApplicationFailure } from '@temporalio/activity';
import { HUB_QUEUE, STATUS_QUERY, WORKFLOW } from '../../workflows/contracts/wire-names';
import { there } from '../store/support';
import { startTestEngine, type TestEngine } from './support/engine';
import { readable, recordedHistories, SECRET } from './support/histories';

let engine: TestEngine;
beforeAll(async () => {
  engine = await startTestEngine();
});
afterAll(() => engine.stop());

/** No activity of theirs succeeds: each ends at its first step. */
const REFUSING = new Proxy(
  {},
  {
    get: () => () => Promise.reject(ApplicationFailure.nonRetryable('not now', 'not_now')),
  },
);

/** What such a workflow was started with once. */
function recordedInput(name: string): unknown[] {
  const { history } = there(recordedHistories().find(({ workflow }) => workflow === name));
  const started = there(history.events[0])['workflowExecutionStartedEventAttributes'] as {
    input: { payloads?: { data: string }[] };
  };
  return (started.input.payloads ?? []).map(
    ({ data }) => JSON.parse(Buffer.from(data, 'base64').toString()) as unknown,
  );
}

test.each(Object.values(WORKFLOW))('%s says how far it is, also when it has ended', async (name) => {
  engine.use({ hub: REFUSING, host: REFUSING });
  const workflow = await engine.client.workflow.start(name, {
    ...{ workflowId: `status-of-${name}`, taskQueue: HUB_QUEUE, args: recordedInput(name) },
    // A step on another host waits for its worker.
    workflowExecutionTimeout: '20 s',
  });
  const underWay = await workflow.query<{ step: string }>(STATUS_QUERY);
  expect(underWay).toMatchObject({ step: expect.stringMatching(/^[a-z_]+$/) });
  await workflow.terminate('the test has seen it').catch(() => undefined);
  const over = await workflow.query<{ step: string }>(STATUS_QUERY);
  expect(over).toMatchObject({ step: expect.stringMatching(/^[a-z_]+$/) });
  expect(readable(JSON.stringify([underWay, over]))).not.toContain(SECRET);
});
