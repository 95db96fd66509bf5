/** @jest-environment jsdom */
import { call } from '../../../web/src/app/api';

/** What the server answers, as fetch has it. */
function answers(status: number, body: string): void {
  globalThis.fetch = jest.fn(async () => ({
    status,
    ok: status < 400,
    headers: new Headers(),
    text: async () => body,
    json: async () => JSON.parse(body) as unknown,
  })) as unknown as typeof fetch;
}
const deletion = () => call('DELETE /api/secrets/:id', { params: { id: 1 } });
const reading = () => call('GET /api/secrets');

it('takes an answer that broke off for a failure, and says that it may have been done', async () => {
  answers(200, '[{"id": 1, "na');
  await expect(reading()).rejects.toMatchObject({
    code: 'unreadable_answer',
    message: expect.stringContaining('may have been done all the same'),
  });
  answers(200, '<html>Log in to the network</html>');
  await expect(reading()).rejects.toMatchObject({ status: 200, code: 'unreadable_answer' });
  answers(200, '');
  await expect(reading()).rejects.toMatchObject({ code: 'unreadable_answer' });
});

it('takes an answer without a body as one if its status says so', async () => {
  answers(204, '');
  await expect(deletion()).resolves.toBeUndefined();
});

it('says which status a failure without a readable body has', async () => {
  answers(502, 'Bad gateway');
  await expect(reading()).rejects.toMatchObject({ status: 502, message: expect.stringContaining('502') });
});
