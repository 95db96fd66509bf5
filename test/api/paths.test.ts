/** What a path is may be written in many ways: whether it needs a login is decided on what it leads to. */
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
    '/css/../index.html',
    '/js/../index.html',
    '/js/%2e%2e%2findex.html',
    '/js/%2E%2E/index.html',
    '/js/.%2e/index.html',
    '/css/x/../../work.html',
    '/css/../api/sessions',
    '/css/%2e%2e/monitor.html',
    '/js/..%5cindex.html',
    '/js/..\\index.html',
    '/css/..%2f..%2fpackage.json',
    '/css//../index.html',
    '//css/../index.html',
    '/css/./../index.html',
    '/css/%00/../index.html',
    '/css/base.css%00',
    '/css/%zz',
    '/login/../index.html',
    '/login.html/../index.html',
    '/health/../api/sessions',
    '/api/errors/../sessions',
    '/api/sessions/%2e%2e%2ferrors',
    '/api/sessions/..%2f..%2fcss%2fx',
    '/favicon.svg/../index.html',
    'http://127.0.0.1/css/../index.html',
  ])('opens nothing without a login, and leads nowhere with one: %s', async (path) => {
    expectError(await request(api.url, path), 401, 'login_required');
    expect((await request(api.url, path, { headers: TOKEN })).status).toBe(404);
  });

  it('that is encoded twice is a file that there isn’t', async () => {
    expectError(await request(api.url, '/css/%252e%252e/index.html'), 404, 'not_found');
  });

  it.each(['/CSS/../index.html', '/Css/%2e%2e/index.html', '/index.html', '/Index.html', '/index.html.'])(
    'in another case opens nothing: %s',
    async (path) => {
      expectError(await request(api.url, path), 401, 'login_required');
    },
  );
});

it.each(['/css/base.css', '/js/login.js', '/favicon.svg', '/login', '/login.html', '/health', '/%68ealth/x'])(
  'what is open stays so, and nothing else: %s',
  async (path) => {
    expect((await request(api.url, path)).status).toBe(path.includes('%') ? 401 : 200);
  },
);

it('the login is the login, however its path is written', async () => {
  for (const path of ['/login', '/Login', '/LOGIN']) {
    const body = 'username=architect&password=wrong';
    const headers = { 'Content-Type': 'application/x-www-form-urlencoded' };
    expectError(await request(api.url, path, { body, headers }), 401, 'login_failed');
  }
});
