import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { PROJECT_ROOT } from '../../config';
import { FakeApi, TOKEN } from '../cli/fake-api';
import { dataDirectory, prompt } from '../cli/helpers';

const BIN = join(PROJECT_ROOT, 'bin', 'architect.js');
const isBuilt = existsSync(join(PROJECT_ROOT, 'dist', 'cli', 'main.js'));

const api = new FakeApi({
  'GET /api/assigner/prompts': {
    body: {
      items: Array.from({ length: 500 }, (_, id) => prompt({ id })),
      total: 500,
      limit: 500,
      offset: 0,
    },
  },
});
beforeAll(() => api.start());
afterAll(() => api.stop());

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the installed command; with `closeOutput` its standard output has no reader. */
async function architect(
  argv: string[],
  { closeOutput = false, settings = {} }: { closeOutput?: boolean; settings?: Record<string, string> } = {},
): Promise<Ended> {
  const data = dataDirectory({ 'api-token': TOKEN });
  const child = spawn(process.execPath, [BIN, '--url', api.url, ...argv], {
    env: { ...settings, ARCHITECT_DATA_DIR: data.dir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (closeOutput) child.stdout.destroy();
  const outputs = [closeOutput ? Promise.resolve('') : text(child.stdout), text(child.stderr)];
  const [code] = (await once(child, 'close')) as [number | null];
  const [stdout = '', stderr = ''] = await Promise.all(outputs);
  data.remove();
  return { code, stdout, stderr };
}

if (isBuilt) {
  test('the built command prints all of a long answer into a pipe', async () => {
    const { code, stdout, stderr } = await architect(['prompts', '--json']);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect((JSON.parse(stdout) as { items: unknown[] }).items).toHaveLength(500);
  });

  test('a reader that goes away is no fault', async () => {
    expect(await architect(['prompts'], { closeOutput: true })).toEqual({ code: 0, stdout: '', stderr: '' });
  });

  test('the exit code reaches the shell', async () => {
    expect(await architect(['status'])).toMatchObject({ code: 1 });
    expect(await architect(['sned'])).toMatchObject({ code: 64 });
  });

  test('settings that are wrong are all named', async () => {
    const settings = { PORT: 'abc', ARCHITECT_LOG_LEVEL: 'loud' };
    const { code, stderr } = await architect(['status'], { settings });
    expect(code).toBe(78);
    expect(stderr).toMatch(/PORT="abc".*\n.*ARCHITECT_LOG_LEVEL="loud"/);
  });
} else {
  test('a checkout that is not built says how to build it', async () => {
    const { code, stderr } = await architect(['status']);
    expect({ code, stderr }).toEqual({
      code: 1,
      stderr: 'architect: not built yet: run `npm start` (or `npm run build`) once.\n',
    });
  });
}
