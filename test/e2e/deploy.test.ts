/** ./deploy.sh tells what is so, whoever started the server and however it ended. */
import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { isAlive } from '../../processes/stat';
import { ownCertificateOf, send } from '../../server/http-client';
import { freePorts, serverEnvironment, waitFor } from '../support/dashboard';
import { type ServerProcess, serverSite, type ServerSite } from '../support/server-process';
import { gone } from '../support/tasks';

jest.setTimeout(120_000);

const ROOT = join(__dirname, '..', '..');
let site: ServerSite;
let ports: number[];
beforeEach(async () => {
  site = serverSite();
  ports = await freePorts(3);
});
afterEach(async () => {
  await deploy('stop');
  await site.close();
});

interface Said {
  readonly code: number;
  readonly said: string;
}
const deploy = (words: string, settings: Record<string, string> = {}): Promise<Said> =>
  said(join(ROOT, 'deploy.sh'), words, settings);
const architect = (words: string): Promise<Said> => said(join(ROOT, 'bin', 'architect.js'), words);

function said(program: string, words: string, settings: Record<string, string> = {}): Promise<Said> {
  const env = serverEnvironment(site.dir, ports, { ARCHITECT_TMUX_SOCKET: site.tmuxSocket, ...settings });
  return new Promise((resolve) => {
    execFile(program, words.split(' '), { env }, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code) : 0, said: `${stdout}${stderr}`.trim() });
    });
  });
}
const pidIn = ({ said }: Said): number => Number(/process (\d+)/.exec(said)?.[1]);
const url = (): string => `http://localhost:${ports[0]}`;
const supervisor = (): number => JSON.parse(readFileSync(join(site.dataDir, 'deploy.pid'), 'utf8')).pid;
async function inTerminal(): Promise<ServerProcess> {
  const server = await site.serve();
  expect(await server.outcome()).toBe('ready');
  return server;
}

test('it is started in the background, found, started anew and stopped; each verb may be repeated', async () => {
  expect(await deploy('status')).toEqual({ code: 3, said: 'Not running.' });
  expect(await deploy('stop')).toEqual({ code: 0, said: 'Not running.' });
  const started = await deploy('--daemon');
  expect(started).toMatchObject({
    code: 0,
    said: expect.stringMatching(`Running \\(process \\d+\\): ${url()}$`),
  });
  const status = await deploy('status');
  expect(status).toEqual({ code: 0, said: `Running (process ${pidIn(status)}): ${url()}` });
  expect(await deploy('--daemon')).toEqual({
    code: 0,
    said: `Already running (process ${pidIn(status)}): ${url()}`,
  });
  const restarted = await deploy('restart');
  expect(restarted).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^Stopped\.\nStarting .*\nRunning/),
  });
  expect(isAlive(pidIn(status))).toBe(false);
  expect(await deploy('stop')).toEqual({ code: 0, said: 'Stopped.' });
  expect(await deploy('stop')).toEqual({ code: 0, said: 'Not running.' });
  expect(await deploy('status')).toEqual({ code: 3, said: 'Not running.' });
});

test('one that was started in a terminal is as good: found, not doubled, stopped', async () => {
  const server = await inTerminal();
  expect(await deploy('status')).toEqual({
    code: 0,
    said: `Running (process ${server.pid}): ${localhost(server)}`,
  });
  expect((await deploy('--daemon')).said).toBe(
    `Already running (process ${server.pid}): ${localhost(server)}`,
  );
  expect(await deploy('stop')).toEqual({ code: 0, said: 'Stopped.' });
  expect(await server.ended).toBe(0);
});

test('one that died is not running, though another program answers at its address', async () => {
  await deploy('--daemon');
  const server = pidIn(await deploy('status'));
  process.kill(supervisor(), 'SIGKILL');
  process.kill(server, 'SIGKILL');
  await gone(server);
  const other = createServer((_request, response) => response.end('{"status":"healthy"}'));
  // The system closes what a killed process had some moments after it is gone.
  other.on('error', () => other.listen(ports[0], '127.0.0.1'));
  other.listen(ports[0], '127.0.0.1');
  await waitFor(() => other.listening, 'another program has its port');
  try {
    const status = await deploy('status');
    expect(status.code).toBe(1);
    expect(status.said).toMatch(
      /^Not running: the one in the background \(process \d+\) has died\. The end of /,
    );
    const engine = pidIn({ code: 0, said: status.said.split('\n').at(-1) ?? '' });
    expect(status.said).toContain(`Its workflow engine is still there (process ${engine})`);
    expect(await deploy('stop')).toEqual({
      code: 0,
      said: `Ended the workflow engine that a killed server left behind (process ${engine}).\nNot running.`,
    });
    expect(isAlive(engine)).toBe(false);
    expect(await deploy('status')).toEqual({ code: 3, said: 'Not running.' });
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
});

test('one that can not start says why, with its last lines, and leaves nothing behind', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(ports[0], '127.0.0.1', resolve));
  try {
    const started = await deploy('--daemon');
    expect(started.code).toBe(78);
    expect(started.said).toMatch(
      /It did not start \(exit code 78\)\. The end of .*deploy\.log:\n[\s\S]*PORT/,
    );
    expect(await deploy('status')).toEqual({ code: 3, said: 'Not running.' });
  } finally {
    await new Promise((resolve) => other.close(resolve));
  }
});

test('one that dies again and again is not waited for without end', async () => {
  const dying = join(site.dir, 'dying.cjs');
  writeFileSync(dying, "if (process.argv.includes('serve')) { console.error('no luck'); process.exit(1); }");
  const started = await deploy('--daemon', { NODE_OPTIONS: `--require ${dying}` });
  expect(started.code).toBe(1);
  expect(started.said).toMatch(/It dies at its start, and is started again until [\s\S]*no luck/);
  expect(await deploy('status')).toMatchObject({
    code: 4,
    said: expect.stringMatching(/^Not serving: process \d+/),
  });
  expect(await deploy('stop')).toEqual({ code: 0, said: 'Stopped.' });
});

test('one that is stopped by a signal is told so, and ends when it is asked to', async () => {
  const server = await inTerminal();
  server.signal('SIGSTOP');
  const status = await deploy('status');
  expect(status.code).toBe(4);
  expect(status.said).toContain(`kill -CONT ${server.pid}`);
  expect((await deploy('--daemon')).code).toBe(1);
  expect(await deploy('stop')).toEqual({ code: 0, said: 'Stopped.' });
  expect(await server.ended).toBe(0);
});

test('a file of a process that is another one by now is believed by nobody', async () => {
  await deploy('--daemon');
  await deploy('stop');
  writeFileSync(join(site.dataDir, 'deploy.pid'), JSON.stringify({ pid: process.pid, started: 'long ago' }));
  expect((await deploy('status')).code).toBe(1);
  writeFileSync(join(site.dataDir, 'deploy.pid'), String(process.pid));
  expect(await deploy('status')).toEqual({ code: 3, said: 'Not running.' });
  rmSync(join(site.dataDir, 'deploy.pid'));
});

test('of an engine only that of this data directory is ended, never another program with its number', async () => {
  await deploy('--daemon');
  const server = pidIn(await deploy('status'));
  process.kill(supervisor(), 'SIGKILL');
  process.kill(server, 'SIGKILL');
  await gone(server);
  const file = join(site.dataDir, 'engine', 'engine.json');
  const record = JSON.parse(readFileSync(file, 'utf8'));
  expect(record.started).toEqual(expect.any(String));
  rmSync(join(site.dataDir, 'deploy.pid'));
  try {
    for (const other of [
      { pid: process.pid },
      { started: 'of another boot' },
      { pid: process.pid, started: undefined },
    ]) {
      writeFileSync(file, JSON.stringify({ ...record, ...other }));
      expect(await deploy('status')).toEqual({ code: 3, said: 'Not running.' });
      expect(await deploy('stop')).toEqual({ code: 0, said: 'Not running.' });
      expect(isAlive(record.pid)).toBe(true);
    }
  } finally {
    // By this it is found and ended.
    writeFileSync(file, JSON.stringify(record));
  }
  expect((await deploy('stop')).said).toContain(`(process ${record.pid})`);
  expect(isAlive(record.pid)).toBe(false);
});

test('--ssl serves HTTPS with a certificate of its own, over a restart too, and what is plain is led there', async () => {
  const started = await deploy('--daemon --ssl');
  const secure = `https://localhost:${ports[0]}`;
  expect(started).toMatchObject({
    code: 0,
    said: expect.stringMatching(`Running \\(process \\d+\\): ${secure}$`),
  });
  const plain = await fetch(`${url()}/login`, { redirect: 'manual' });
  expect([plain.status, plain.headers.get('location')]).toEqual([308, `${secure}/login`]);
  expect(await architect('status')).toMatchObject({
    code: 0,
    said: expect.stringContaining(`at ${secure} (`),
  });
  const login = await send(`${secure}/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded', Accept: 'text/html' },
    body: 'username=architect&password=peace5',
    signal: AbortSignal.timeout(10_000),
    certificate: ownCertificateOf(site.dataDir),
  });
  expect(login.status).toBe(303);
  expect(login.setCookies.join()).toMatch(/; secure/i);
  expect((await deploy('restart')).said).toContain(secure);
  expect(await deploy('stop')).toEqual({ code: 0, said: 'Stopped.' });
});

test('the architect command does the same', async () => {
  expect(await architect('status')).toEqual({ code: 3, said: 'Not running.' });
  expect(await architect('start --daemon')).toMatchObject({ code: 0, said: expect.stringContaining(url()) });
  expect(await architect('start --daemon')).toMatchObject({
    code: 0,
    said: expect.stringContaining('Already running'),
  });
  expect(await architect('status')).toMatchObject({
    code: 0,
    said: expect.stringMatching(/^Running since .*\nPending/),
  });
  expect(await architect('restart')).toMatchObject({ code: 0, said: expect.stringContaining('Stopped.') });
  expect(await architect('stop')).toEqual({ code: 0, said: 'Stopped.' });
  expect(await architect('start --demon')).toMatchObject({ code: 64 });
});

test('words it does not know, and help', async () => {
  expect(await deploy('--prot')).toMatchObject({
    code: 78,
    said: expect.stringContaining('doesn\'t know "--prot"'),
  });
  expect(await deploy('help')).toMatchObject({
    code: 0,
    said: expect.stringContaining('./deploy.sh status'),
  });
  expect(await deploy('status', { PORT: 'x' })).toMatchObject({
    code: 78,
    said: expect.stringContaining('PORT'),
  });
});

const localhost = (server: ServerProcess): string => server.url.replace('127.0.0.1', 'localhost');
