/** What callers do is no error of the server: plain requests, refused ones, and clients that go away leave none in its log. */
import { readdirSync, readFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { builtAsset } from '../../support/built-pages';
import type { Dashboard } from '../../support/dashboard';
import { served } from './dashboard';

let dashboard: Dashboard;
beforeAll(async () => (dashboard = await served()), 90_000);

const PATHS = [
  '/',
  builtAsset('index', 'css'),
  builtAsset('index', 'js'),
  '/favicon.svg',
  '/favicon.ico',
  '/nowhere',
  '/api/nothing',
  '/a%ZZ',
];
const logged = (): { level: number; msg: string }[] =>
  readdirSync(join(dashboard.dir, 'logs'))
    .filter((name) => name.startsWith('app'))
    .flatMap((name) =>
      readFileSync(join(dashboard.dir, 'logs', name), 'utf8')
        .trim()
        .split('\n'),
    )
    .filter(Boolean)
    .map((line) => JSON.parse(line) as { level: number; msg: string });

/** As curl does it: the connection is closed as soon as `enough` of the answer is there. Resolves with what came. */
function ask(
  method: string,
  path: string,
  enough: (answer: string) => boolean,
  token?: string,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const { hostname, port, host } = new URL(dashboard.url);
    let answer = '';
    const socket = connect(Number(port), hostname, () => {
      const login = token === undefined ? '' : `Authorization: Bearer ${token}\r\n`;
      socket.write(`${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nAccept: */*\r\n${login}\r\n`);
    });
    socket.setEncoding('latin1');
    socket.on('data', (text: string) => {
      answer += text;
      if (enough(answer)) socket.destroy();
    });
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}

function isWhole(answer: string): boolean {
  const [head = '', ...body] = answer.split('\r\n\r\n');
  const length = Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? 0);
  return answer.includes('\r\n\r\n') && body.join('\r\n\r\n').length >= length;
}

test('none of them', async () => {
  const token = dashboard.token();
  for (const path of PATHS) {
    for (const login of [undefined, token, token, token]) {
      expect(await ask('GET', path, isWhole, login)).toMatch(/^HTTP\/1\.1 (200|401|404) /);
      await ask('HEAD', path, (answer) => answer.includes('\r\n\r\n'), login);
      await ask('GET', path, () => true, login);
    }
  }
  // Streams and long answers that nobody reads to their end.
  for (const path of ['/api/events', '/api/openapi.json', '/api/sessions'])
    await ask('GET', path, () => true, token);
  // Whatever went wrong is in the log at the end of a stop.
  expect(await dashboard.stop()).toBe(0);
  expect(readdirSync(join(dashboard.dir, 'logs')).filter((name) => name.startsWith('app'))).toHaveLength(1);
  expect(logged().filter(({ level }) => level >= 50)).toEqual([]);
}, 60_000);
