/** What a path is may be written in many ways: whether it needs a login is decided on what it leads to. */
import { builtAsset } from '../support/built-pages';
import { startApi, type TestApi } from '../support/api';
import { expectError, request } from './http';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const TOKEN = { Authorization: 'Bearer token' };

describe('a way around', () => {
  it.each([
    '/assets/../index.html',
    '/assets/%2e%2e%2findex.html',
    '/assets/%2E%2E/index.html',
    '/assets/.%2e/index.html',
    '/assets/x/../../work.html',
    '/assets/../api/sessions',
    '/assets/%2e%2e/monitor.html',
    '/assets/..%5cindex.html',
    '/assets/..\\index.html',
    '/assets/..%2f..%2fpackage.json',
    '/assets//../index.html',
    '//assets/../index.html',
    '/assets/./../index.html',
    '/assets/%00/../index.html',
    '/assets/base.css%00',
    '/assets/%zz',
    '/login/../index.html',
    '/login.html/../index.html',
    '/health/../api/sessions',
    '/api/errors/../sessions',
    '/api/sessions/%2e%2e%2ferrors',
    '/api/sessions/..%2f..%2fassets%2fx',
    '/favicon.svg/../index.html',
    'http://127.0.0.1/assets/../index.html',
  ])('opens nothing without a login, and leads nowhere with one: %s', async (path) => {
    expectError(await request(api.url, path), 401, 'login_required');
    expect((await request(api.url, path, { headers: TOKEN })).status).toBe(404);
  });

  it('that is encoded twice is a file that there isn’t', async () => {
    expectError(await request(api.url, '/assets/%252e%252e/index.html'), 404, 'not_found');
  });

  it.each([
    '/ASSETS/../index.html',
    '/Assets/%2e%2e/index.html',
    '/index.html',
    '/Index.html',
    '/index.html.',
  ])('in another case opens nothing: %s', async (path) => {
    expectError(await request(api.url, path), 401, 'login_required');
  });
});

it.each([
  builtAsset('login', 'css'),
  builtAsset('login', 'js'),
  '/favicon.svg',
  '/login',
  '/login.html',
  '/health',
  '/%68ealth/x',
])('what is open stays so, and nothing else: %s', async (path) => {
  expect((await request(api.url, path)).status).toBe(path.includes('%') ? 401 : 200);
});

it('the login is the login, however its path is written', async () => {
  for (const path of ['/login', '/Login', '/LOGIN']) {
    const body = 'username=architect&password=wrong';
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expectError(await request(api.url, path, { body, headers }), 401, 'login_failed');
  }
});
