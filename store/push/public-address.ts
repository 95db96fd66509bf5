/**
 * Addresses that come from a browser lead out only: whoever names one must not have this machine ask others of its own
 * network. Pure.
 */
import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

/** What has been given out of IPv6 so far: 2000::/3. What else there is may lead to an address of IPv4 within it. */
const GLOBAL = ipaddr.parseCIDR('2000::/3');

/** Loopback, private, link-local, shared and reserved ones are not. */
export function isPublicAddress(address: string): boolean {
  const parsed = ipaddr.process(address.split('%')[0] ?? address);
  return parsed.range() === 'unicast' && (parsed.kind() === 'ipv4' || parsed.match(GLOBAL));
}

/** What is wrong with an address to send to; null: nothing that can be seen before the name is looked up. */
export function faultOfAddress(text: string, ownHosts: readonly string[]): string | null {
  if (!URL.canParse(text)) return 'expected an address like https://push.example.com/abc';
  const { protocol, username, password, hostname } = new URL(text);
  if (protocol !== 'https:') return 'expected an address that begins with https://';
  if (username !== '' || password !== '') return 'expected an address without a name or password';
  const name = hostname
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '')
    .toLowerCase();
  if (ownHosts.includes(name)) return null;
  const isLocal = name === 'localhost' || name.endsWith('.localhost') || !/[.:]/.test(name);
  return isLocal || (isIP(name) !== 0 && !isPublicAddress(name))
    ? 'expected an address outside of this network; ARCHITECT_PUSH_HOSTS names push services within it'
    : null;
}
