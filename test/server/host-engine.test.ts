/** What a joined host may ask of the engine: the work of its own queue, and nothing that another one has. */
import type { Connection } from '@temporalio/client';
import { temporal } from '@temporalio/proto';
import { engineService } from '../../server/hosts/engine-service';

const api = temporal.api.workflowservice.v1;
const TOKEN = Buffer.from('token of the engine');

const asked: { call: string; message: any }[] = [];
const engine = {
  workflowService: new Proxy(
    {},
    {
      get: (_all, call: string) => (message: unknown) => {
        asked.push({ call, message });
        return Promise.resolve(
          call === 'pollActivityTaskQueue'
            ? api.PollActivityTaskQueueResponse.create({ taskToken: TOKEN, activityId: '1' })
            : {},
        );
      },
    },
  ),
} as unknown as Connection;
const serviceOf = (host: string) =>
  engineService({ connection: engine, namespace: 'default', key: 'key' }, host);
const poll = (queue: string, namespace = 'default'): Uint8Array =>
  api.PollActivityTaskQueueRequest.encode({ namespace, taskQueue: { name: queue } }).finish();
const taken = async (host: string): Promise<Uint8Array> => {
  const answer = await serviceOf(host).call('PollActivityTaskQueue', poll(`tmux-${host}`));
  return api.PollActivityTaskQueueResponse.decode(answer).taskToken;
};
const done = (taskToken: Uint8Array): Uint8Array =>
  api.RespondActivityTaskCompletedRequest.encode({ namespace: 'default', taskToken }).finish();

beforeEach(() => asked.splice(0));

test('it gets the work of its own queue, and its answer reaches the engine with the token of the engine', async () => {
  const token = await taken('box');
  await serviceOf('box').call('RespondActivityTaskCompleted', done(token));
  expect(asked.map(({ call }) => call)).toEqual(['pollActivityTaskQueue', 'respondActivityTaskCompleted']);
  expect(Buffer.from(asked[1]?.message.taskToken)).toEqual(TOKEN);
});

test.each(['architect-hub-v1', 'tmux-other'])('the queue %s is refused to it', async (queue) => {
  await expect(serviceOf('box').call('PollActivityTaskQueue', poll(queue))).rejects.toMatchObject({
    code: 7,
  });
  expect(asked).toEqual([]);
});

test('another namespace is refused to it', async () => {
  await expect(
    serviceOf('box').call('PollActivityTaskQueue', poll('tmux-box', 'other')),
  ).rejects.toMatchObject({
    code: 7,
  });
});

test.each([
  ['that another host got', () => taken('other')],
  ['of the engine as it is', () => Promise.resolve(TOKEN as Uint8Array)],
  ['that is none', () => Promise.resolve(new Uint8Array(4))],
])('a token %s is refused', async (_what, tokenOf) => {
  const token = await tokenOf();
  asked.splice(0);
  await expect(
    (async () => serviceOf('box').call('RespondActivityTaskCompleted', done(token)))(),
  ).rejects.toMatchObject({ code: 7 });
  expect(asked).toEqual([]);
});

test.each([
  'StartWorkflowExecution',
  'SignalWorkflowExecution',
  'PollWorkflowTaskQueue',
  'ListWorkflowExecutions',
  'RespondActivityTaskCompletedById',
  'constructor',
])('it may not call %s', (method) => {
  expect(() => serviceOf('box').call(method, new Uint8Array())).toThrow(`a host may not call ${method}`);
});
