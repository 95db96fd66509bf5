/** `architect improvements`: what is asked, and how numbers and prompts are given. */
import { FakeApi } from './fake-api';
import { runWith } from './helpers';

const queued = { attempts: [{ prompt_id: 12 }] };
const api = new FakeApi({
  'POST /api/improvements/3/approve': { body: queued },
  'POST /api/improvements/3/dismiss': { body: {} },
});
beforeAll(() => api.start());
afterAll(() => api.stop());
beforeEach(() => {
  api.requests.length = 0;
});

const architect = (argv: string[], stdin?: string) =>
  runWith(api, ['improvements', ...argv], stdin === undefined ? {} : { stdin });

test('a prompt is read from what is piped in, as of send', async () => {
  const done = await architect(
    ['approve', '3', '--prompt', '-', '--target', 'one'],
    'Mend it.\nAll of it.\n',
  );
  expect(done).toMatchObject({ code: 0, stdout: 'Queued as prompt 12.\n' });
  expect(api.last().body).toEqual({ prompt: 'Mend it.\nAll of it.', target_session: 'one' });
});

test('its number is that of a record', async () => {
  expect(await architect(['dismiss', '#3'])).toMatchObject({
    code: 0,
    stdout: 'Improvement 3 is dismissed.\n',
  });
  for (const id of ['0', '-1', '3.5', '1e3', '0x3', 'three', ' '])
    expect(await architect(['dismiss', '--', id])).toMatchObject({
      ...{ code: 64, stderr: expect.stringMatching(/Expected a number above 0/) },
    });
  expect(api.calls).toEqual(['POST /api/improvements/3/dismiss']);
});
