/** Background tasks with real programs: slots, ends of every kind, output. */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from '../../processes/stat';
import { type Dashboard, startDashboard, waitFor } from '../support/dashboard';
import { gone, numbersIn, taskClient } from '../support/tasks';

jest.setTimeout(120_000);

let dashboard: Dashboard;
const { submit, settled, where, task, log } = taskClient(() => dashboard);
beforeAll(async () => {
  dashboard = await startDashboard({ ARCHITECT_TASK_ROOTS: tmpdir(), ARCHITECT_TASK_LOG_MB: '1' });
});
afterAll(() => dashboard.close());

const file = (name: string): string => join(dashboard.dir, name);
/** Runs until the file of that name is there. */
const until = (name: string): string => `until [ -e '${file(name)}' ]; do sleep 0.05; done`;
const release = (name: string): void => writeFileSync(file(name), '');

test('three tasks run at once; the rest follow by priority, then by age', async () => {
  const holders = [];
  for (const n of [1, 2, 3]) holders.push(await submit({ type: 'shell', command: until(`hold${n}`) }));
  for (const id of holders) await where(id, ({ pid }) => pid !== null);
  const order = file('order');
  const ids: number[] = [];
  for (const priority of [0, 7, 7, 3]) {
    ids.push(await submit({ type: 'shell', command: `echo ${ids.length} >> ${order}`, priority }));
  }
  for (const id of ids) await where(id, ({ reason }) => reason === 'waiting for a free slot');
  // One slot only gets free, so that they run one after the other.
  release('hold1');
  for (const id of ids) expect((await settled(id)).status).toBe('completed');
  expect(await numbersIn(order, 4)).toEqual([1, 2, 3, 0]);
  expect((await task(holders[1] as number)).status).toBe('running');
  for (const n of [2, 3]) release(`hold${n}`);
  for (const id of holders) expect((await settled(id)).status).toBe('completed');
});

test('a new priority counts while a task waits, and is refused when it waits no longer', async () => {
  const holders = [];
  for (let n = 0; n < 3; n += 1) holders.push(await submit({ type: 'shell', command: until('all') }));
  for (const id of holders) await where(id, ({ status }) => status === 'running');
  const first = await submit({ type: 'shell', command: `echo 1 >> ${file('changed')}; sleep 0.3` });
  const second = await submit({ type: 'shell', command: `echo 2 >> ${file('changed')}; sleep 0.3` });
  for (const id of [first, second]) await where(id, ({ reason }) => reason === 'waiting for a free slot');
  const patch = (id: number) =>
    dashboard.call(`/api/tasks/${id}`, { method: 'PATCH', body: { priority: 8 } });
  expect((await patch(second)).body).toMatchObject({ id: second, priority: 8 });
  await dashboard.call(`/api/tasks/${holders[0]}/cancel`, { method: 'POST' });
  await settled(first);
  expect(await numbersIn(file('changed'), 2)).toEqual([2, 1]);
  expect(await patch(second)).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
  release('all');
  for (const id of holders) await settled(id);
});

test('a task gets secrets of the vault by name; its output is kept without their values', async () => {
  const secret = { name: 'DEPLOY_TOKEN', value: 'a-value-nobody-may-see' };
  expect((await dashboard.call('/api/secrets', { body: secret })).status).toBe(201);
  const command = 'echo "${#DEPLOY_TOKEN} $DEPLOY_TOKEN"';
  const id = await submit({ type: 'shell', command, secrets: ['DEPLOY_TOKEN'] });
  expect((await settled(id)).status).toBe('completed');
  expect(await log(id)).toBe(`${secret.value.length} ***\n`);
  const { body } = await dashboard.call('/api/secrets');
  expect(body).toMatchObject([{ name: 'DEPLOY_TOKEN', access_count: 1 }]);
});

test('a cancel ends the program with all that it started, also what ignores SIGTERM', async () => {
  const pids = file('pids');
  const stubborn = `trap '' TERM; echo $$ >> ${pids}; while :; do sleep 0.1; done`;
  const id = await submit({
    type: 'shell',
    command: `sh -c "sh -c \\"${stubborn.replaceAll('$', '\\\\\\$')}\\" & wait" & echo $$ >> ${pids}; wait`,
  });
  const [first, second] = (await numbersIn(pids, 2)) as [number, number];
  expect([first, second].map(isAlive)).toEqual([true, true]);
  const answer = await dashboard.call(`/api/tasks/${id}/cancel`, { body: { reason: 'not needed' } });
  expect(answer.body).toMatchObject({
    status: 'cancelled',
    reason: 'cancelled by api-token: not needed',
    signal: 'SIGTERM',
  });
  for (const pid of [first, second]) await gone(pid);
  const again = await dashboard.call(`/api/tasks/${id}/cancel`, { method: 'POST' });
  expect(again).toMatchObject({ status: 409, body: { error: { code: 'conflict' } } });
});

test('what a program leaves running in its group ends with it; what left the group does not hold it up', async () => {
  const id = await submit({
    type: 'shell',
    command: `sleep 600 & echo $! >> ${file('left')}; setsid sleep 600 & echo $! >> ${file('free')}; sleep 0.3; exit 0`,
  });
  expect(await settled(id)).toMatchObject({ status: 'completed', exit_code: 0 });
  const [left] = (await numbersIn(file('left'))) as [number];
  const [free] = (await numbersIn(file('free'))) as [number];
  await gone(left);
  expect(isAlive(free)).toBe(true);
  process.kill(free, 'SIGKILL');
});

test('a time limit ends the program; it is not tried again', async () => {
  const id = await submit({
    type: 'shell',
    command: `echo $$ >> ${file('slow')}; exec sleep 600`,
    timeout_seconds: 1,
    max_retries: 2,
  });
  expect(await settled(id)).toMatchObject({
    status: 'failed',
    reason: 'it took longer than 1 s and was stopped',
    retry_count: 0,
    signal: 'SIGTERM',
  });
  await gone((await numbersIn(file('slow')))[0] as number);
});

test('a failed exit code is tried again, its output kept; run again by a person it starts anew', async () => {
  const id = await submit({
    type: 'shell',
    command: `echo once >> ${file('tries')}; echo try $(wc -l < ${file('tries')}); test $(wc -l < ${file('tries')}) -ge 3`,
    max_retries: 1,
  });
  expect(await settled(id)).toMatchObject({ status: 'failed', exit_code: 1, retry_count: 1 });
  expect(await log(id)).toBe('try 1\n\n[run 2]\ntry 2\n');
  expect((await dashboard.call(`/api/tasks/${id}/retry`, { method: 'POST' })).status).toBe(200);
  expect(await settled(id)).toMatchObject({ status: 'completed', exit_code: 0, retry_count: 0 });
  expect(await log(id)).toMatch(/\[run 3\]\ntry 3\n$/);
});

test('a program that is killed from outside has failed, its signal is kept', async () => {
  const id = await submit({
    type: 'shell',
    command: `echo $$ >> ${file('victim')}; exec sleep 600`,
    max_retries: 3,
  });
  process.kill((await numbersIn(file('victim')))[0] as number, 'SIGKILL');
  expect(await settled(id)).toMatchObject({
    status: 'failed',
    signal: 'SIGKILL',
    exit_code: null,
    retry_count: 0,
  });
});

test('of long output the beginning and the end are kept, with a mark between them', async () => {
  const id = await submit({
    type: 'python',
    code: "print('first line')\nfor n in range(40000): print(f'{n:099d}')\nprint('last line')",
  });
  expect(await settled(id)).toMatchObject({ status: 'completed' });
  const { body } = await dashboard.call(`/api/tasks/${id}/log?limit=100`);
  expect(body).toMatchObject({ offset: 0, next_offset: 100, ended: false });
  expect(body.text.startsWith('first line\n')).toBe(true);
  expect(body.size).toBeLessThan(1024 * 1024 + 1000);
  const end = await dashboard.call(`/api/tasks/${id}/log?offset=${body.size - 70_000}`);
  expect(end.body.ended).toBe(true);
  expect(end.body.text).toMatch(/\[\d+ bytes are left out here\]/);
  expect(end.body.text.endsWith('last line\n')).toBe(true);
});

test('output is followed as it comes, from any offset, to the end', async () => {
  const id = await submit({ type: 'shell', command: `echo öne; ${until('go on')}; echo two >&2` });
  await waitFor(() => existsSync(join(dashboard.dir, 'data/tasks', `${id}.log`)), 'there is output');
  const events: { event: string; data: any; id: string }[] = [];
  for await (const event of stream(`/api/tasks/${id}/log?follow=true`)) {
    events.push(event);
    if (event.event === 'output' && event.data.text === 'öne\n') release('go on');
  }
  expect(events.map(({ event, data }) => [event, data.text ?? data.status])).toEqual([
    ['output', 'öne\n'],
    ['output', 'two\n'],
    ['end', 'completed'],
  ]);
  const rest = [];
  for await (const { data } of stream(`/api/tasks/${id}/log?follow=true`, { 'Last-Event-ID': '5' }))
    rest.push(data);
  expect(rest).toMatchObject([{ offset: 5, text: 'two\n' }, { status: 'completed' }]);
  const part = await dashboard.call(`/api/tasks/${id}/log?limit=2`);
  // A character of two bytes is never split.
  expect(part.body).toMatchObject({ text: 'ö', next_offset: 2, size: 9, ended: false });
});

test('the environment and the directory are the ones asked for; settings of the server are not passed on', async () => {
  mkdirSync(file('work'));
  const id = await submit({
    type: 'shell',
    command: 'pwd; echo "$COLOUR/$TASK_ID/$ARCHITECT_DATA_DIR/$TEMPORAL_PORT"',
    working_dir: file('work'),
    env: { COLOUR: 'a "b" $(c)' },
  });
  expect((await settled(id)).status).toBe('completed');
  expect(await log(id)).toBe(`${file('work')}\na "b" $(c)/${id}//\n`);
});

/** Reads events until the server ends the stream. */
async function* stream(path: string, headers: Record<string, string> = {}) {
  const response = await fetch(dashboard.url + path, {
    headers: { authorization: `Bearer ${dashboard.token()}`, ...headers },
  });
  let rest = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    rest += Buffer.from(chunk).toString();
    const blocks = rest.split('\n\n');
    rest = blocks.pop() as string;
    for (const block of blocks) {
      const field = (name: string) => new RegExp(`^${name}: ?(.*)$`, 'm').exec(block)?.[1];
      const data = field('data');
      if (data !== undefined)
        yield { event: field('event') ?? '', data: JSON.parse(data), id: field('id') ?? '' };
    }
  }
}
