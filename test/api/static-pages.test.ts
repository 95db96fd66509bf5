/** How the pages' files and the API's answers go over the wire: what is kept, asked for anew and compressed. */
import { startApi, type TestApi } from '../support/api';
import { builtAsset } from '../support/built-pages';
import { request } from './http';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
  for (let number = 0; number < 30; number++) {
    await api.call('/api/projects', { body: { name: `a project, number ${number}` } });
  }
});
afterAll(() => api.close());

const LOGIN = { Authorization: 'Bearer token' };
const get = (path: string, headers: Record<string, string> = {}) =>
  request(api.url, path, { headers: { ...LOGIN, ...headers } });
const encodingOf = async (path: string, accepted: string) => {
  const { status, headers } = await get(path, { 'Accept-Encoding': accepted });
  expect([path, status, headers.vary]).toEqual([path, 200, expect.stringContaining('Accept-Encoding')]);
  return headers['content-encoding'];
};

describe.each(['js', 'css'])('a hashed .%s file', (extension) => {
  const path = builtAsset('index', extension);

  it('is kept for ever', async () => {
    const { headers } = await get(path);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers['content-type']).toMatch(extension === 'js' ? /javascript/ : /css/);
  });

  it('comes compressed as the browser takes it', async () => {
    expect(await encodingOf(path, 'gzip, deflate, br')).toBe('br');
    expect(await encodingOf(path, 'gzip')).toBe('gzip');
    expect(await encodingOf(path, 'identity')).toBeUndefined();
  });
});

describe('what a browser keeps or installs', () => {
  it.each([
    ['/service-worker.js', /javascript/],
    ['/offline.html', /html/],
    ['/manifest.webmanifest', /manifest\+json/],
    ['/icons/icon-192.png', /png/],
    ['/icons/maskable-512.png', /png/],
    ['/icons/icon.svg', /svg/],
  ])('%s needs no login, is asked for anew, and has the policy of all pages', async (path, type) => {
    const { status, headers } = await request(api.url, path);
    expect([status, headers['cache-control']]).toEqual([200, 'no-cache']);
    expect(headers['content-type']).toMatch(type);
    expect(headers['content-security-policy']).toContain("script-src 'self'");
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  it('has all that the manifest names, by the way from there', async () => {
    const { body } = await request(api.url, '/manifest.webmanifest');
    expect([body.start_url, body.scope, body.id]).toEqual(['./', './', './']);
    for (const { src } of body.icons) expect((await request(api.url, `/${src}`)).status).toBe(200);
    for (const { url } of body.shortcuts) expect((await get(`/${url}`)).status).toBe(200);
  });

  it('opens no other page', async () => {
    for (const path of [
      '/offline.html/../index.html',
      '/icons/../index.html',
      '/icons/%2e%2e/index.html',
      '/settings.html',
    ])
      expect((await request(api.url, path)).status).not.toBe(200);
  });
});

it('a hashed file that there is not is not kept as missing', async () => {
  const { status, headers } = await get('/assets/index-00000000.js');
  expect([status, headers['cache-control']]).toEqual([404, 'no-cache']);
});

describe.each(['/', '/work.html', '/monitor.html', '/login', '/api/docs'])('the page %s', (path) => {
  it('is asked for anew and not sent again while it is the same', async () => {
    const first = await get(path, { Accept: 'text/html', 'Accept-Encoding': 'br' });
    expect(first.headers['cache-control']).toBe('no-cache');
    expect(first.headers['content-encoding']).toBe('br');
    const tag = String(first.headers.etag);
    expect(tag).toMatch(/^(W\/)?"\S+"$/);
    const headers = { Accept: 'text/html', 'Accept-Encoding': 'br', 'If-None-Match': tag };
    const again = await get(path, headers);
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await get(path, { ...headers, 'If-None-Match': '"other"' })).status).toBe(200);
  });

  it('holds no script or style of its own', async () => {
    const { text } = await get(path, { Accept: 'text/html' });
    expect(text).toMatch(/<script type="module" blocking="render" crossorigin src="\.\.?\/assets\//);
    expect(text.match(/<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/g)).toBeNull();
  });
});

describe('an answer of the API', () => {
  it('comes compressed where it is long', async () => {
    expect(await encodingOf('/api/projects', 'gzip, br')).toBe('gzip');
    expect(await encodingOf('/api/projects', 'gzip')).toBe('gzip');
    expect(await encodingOf('/api/projects', 'identity')).toBeUndefined();
    expect(await encodingOf('/api/assigner/status', 'br')).toBeUndefined();
  });

  it('is the same as a plain one', async () => {
    const { body } = await get('/api/projects');
    const compressed = await fetch(`${api.url}/api/projects`, { headers: LOGIN });
    expect(compressed.headers.get('content-encoding')).not.toBeNull();
    expect(await compressed.json()).toEqual(body);
  });

  it('that holds a secret is not compressed: its length would tell of it', async () => {
    const made = await api.call('/api/secrets', { body: { name: 'KEY', value: 'x'.repeat(4000) } });
    const { headers, body } = await get(`/api/secrets/${made.body.id}`, { 'Accept-Encoding': 'br' });
    expect([headers['content-encoding'], body.value.length]).toEqual([undefined, 4000]);
  });
});
