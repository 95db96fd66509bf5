/** `npm start`, from the script on: it sets up what is missing, runs the server under its supervisor, and stops with it. */
import { join } from 'node:path';
import { PROJECT_ROOT } from '../../config';
import { serverSite } from '../support/server-process';

const site = serverSite([join(PROJECT_ROOT, 'scripts', 'start.mjs')]);
afterAll(() => site.close());

it('starts a server that answers, and ends with it when it is told to', async () => {
  const server = await site.serve();
  expect(await server.outcome()).toBe('ready');
  const { status } = await fetch(`${server.url}/health`);
  expect(status).toBe(200);
  server.signal('SIGTERM');
  expect(await server.ended).toBe(0);
  await expect(fetch(`${server.url}/health`)).rejects.toThrow();
});
