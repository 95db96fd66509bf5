/** How a request came: what proxies say counts if they are trusted, and what a client makes up never does. */
import type { IncomingMessage } from 'node:http';
import { wayOf, withoutPrefix } from '../../../api/http/way';
import { loadConfig } from '../../../config';

type Request = Pick<IncomingMessage, 'headers' | 'socket' | 'url'>;
const from = (remoteAddress: string, headers: IncomingMessage['headers'] = {}, url = '/'): Request => ({
  headers: { host: 'inner:8080', ...headers },
  socket: { remoteAddress } as IncomingMessage['socket'],
  url,
});
const trusting = (networks: string, basePath = '') =>
  loadConfig({ ARCHITECT_TRUSTED_PROXIES: networks, ARCHITECT_BASE_PATH: basePath }).proxy;
const FORWARDED = {
  'x-forwarded-for': '203.0.113.9',
  'x-forwarded-proto': 'https',
  'x-forwarded-host': 'dash.example',
  'x-forwarded-prefix': '/architect',
};

it('is what it seems where no proxy is trusted, whatever the headers say', () => {
  expect(wayOf(from('127.0.0.1', FORWARDED), trusting(''))).toEqual({
    ...{ address: '127.0.0.1', host: 'inner:8080', isSecure: false, prefix: '', isProxied: false },
  });
  expect(wayOf(from('198.51.100.1', FORWARDED), trusting('127.0.0.1'))).toMatchObject({
    ...{ address: '198.51.100.1', host: 'inner:8080', prefix: '' },
  });
});

it('is as a trusted proxy says', () => {
  expect(wayOf(from('127.0.0.1', FORWARDED), trusting('127.0.0.0/8'))).toEqual({
    ...{
      address: '203.0.113.9',
      host: 'dash.example',
      isSecure: true,
      prefix: '/architect',
      isProxied: true,
    },
  });
});

it.each([
  ['127.0.0.1', '127.0.0.1'],
  ['::ffff:127.0.0.1', '127.0.0.1'],
  ['10.1.2.3', '192.168.0.0/16, 10.0.0.0/8'],
  ['::1', '::1'],
  ['fd7a:115c:a1e0::1', 'fd7a:115c:a1e0::/48'],
])('trusts %s, which is in %s', (address, networks) => {
  expect(wayOf(from(address, FORWARDED), trusting(networks)).isProxied).toBe(true);
});

it('is straight where the machine of the proxy asks for itself', () => {
  expect(wayOf(from('127.0.0.1'), trusting('127.0.0.1', '/own'))).toMatchObject({
    isProxied: false,
    prefix: '',
  });
});

it.each([
  ['several proxies', '203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['what the client made up before it', '127.0.0.1, 8.8.8.8, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['a client within the network of the proxies', '10.0.0.9', '10.0.0.9'],
  ['an address with a port', '203.0.113.9:4711', '203.0.113.9'],
  ['an IPv6 address in brackets', '[2001:db8::1]:4711', '2001:db8::1'],
  ['what is no address', 'unknown, 10.0.0.2', '10.0.0.2'],
  ['nothing', '', '10.0.0.1'],
])('takes the client from %s: %j', (_what, chain, client) => {
  const way = wayOf(from('10.0.0.1', { 'x-forwarded-for': chain }), trusting('10.0.0.0/8'));
  expect(way.address).toBe(client);
});

it.each([
  '//evil.example',
  '/a/../b',
  '/..',
  'https://evil.example',
  '/a b',
  '/a%2f',
  '/',
  'a',
  '/a//b',
  '/a\\b',
])('takes no path from a proxy that could lead elsewhere: %j', (prefix) => {
  const headers = { 'x-forwarded-prefix': prefix };
  expect(wayOf(from('10.0.0.1', headers), trusting('10.0.0.1', '/own')).prefix).toBe('/own');
});

it('takes the path that is set off what a proxy left as it is', () => {
  expect(wayOf(from('198.51.100.1', {}, '/own/api/stats?x=1'), trusting('', '/own')).prefix).toBe('/own');
  expect(wayOf(from('198.51.100.1', {}, '/owner'), trusting('', '/own')).prefix).toBe('');
  expect(withoutPrefix('/own/api/stats?x=1', '/own')).toBe('/api/stats?x=1');
  expect(withoutPrefix('/own?x=1', '/own')).toBe('/?x=1');
  expect(withoutPrefix('/owner', '/own')).toBe('/owner');
});

it('names the setting that can not be used', () => {
  for (const bad of ['10.0.0.0/33', 'proxy.example', '1', '010.0.0.1', '10.0.0.1; x'])
    expect(() => trusting(bad)).toThrow('ARCHITECT_TRUSTED_PROXIES');
  for (const bad of ['architect', '//x', '/a/..', '/a b'])
    expect(() => trusting('', bad)).toThrow('ARCHITECT_BASE_PATH');
  expect(trusting('', '/architect/').basePath).toBe('/architect');
});
