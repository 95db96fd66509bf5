/** Settings of what stands before the dashboard: reverse proxies and the path they put it under. */
import ipaddr from 'ipaddr.js';
import { z } from 'zod';

export type Network = readonly [ipaddr.IPv4 | ipaddr.IPv6, number];

const NETWORKS = 'expected addresses or networks like 127.0.0.1 or 10.0.0.0/8, comma-separated';
const ALL_BITS = { ipv4: 32, ipv6: 128 } as const;

/** Written in full: `1` and `010.1` would be addresses too. */
export const isAddress = (text: string): boolean =>
  ipaddr.IPv6.isValid(text) || ipaddr.IPv4.isValidFourPartDecimal(text);

function networkOf(text: string): Network | undefined {
  if (isAddress(text.split('/')[0] ?? '') && ipaddr.isValidCIDR(text)) return ipaddr.parseCIDR(text);
  if (!isAddress(text)) return undefined;
  const address = ipaddr.process(text);
  return [address, ALL_BITS[address.kind()]];
}

const networks = z.string().transform((text, context): readonly Network[] => {
  const words = text.split(',').map((word) => word.trim());
  return words
    .filter((word) => word !== '')
    .flatMap((word) => {
      const network = networkOf(word);
      if (network) return [network];
      context.addIssue({ code: 'custom', message: NETWORKS });
      return [];
    });
});

const PATH = 'expected a path like /architect';
/** Also what a proxy may name: nothing in it steps aside, is empty or needs to be decoded. */
export const BASE_PATH = /^(?:\/(?!\.{1,2}(?:\/|$))[\w.~-]+)+$/;

export const PROXY_SETTINGS = {
  ARCHITECT_BASE_PATH: z
    .string()
    .transform((path) => path.replace(/\/$/, ''))
    .pipe(z.string().regex(BASE_PATH, { error: PATH }))
    .optional()
    .describe('path under which a proxy has the dashboard, like /architect; unset = none'),
  ARCHITECT_TRUSTED_PROXIES: networks
    .optional()
    .describe(
      'addresses and networks of proxies whose X-Forwarded-For, -Proto, -Host and -Prefix are believed, comma-separated',
    ),
};

/** What was said of the way here. */
export interface ProxyConfig {
  /** No slash at the end; empty: none. */
  readonly basePath: string;
  readonly trustedProxies: readonly Network[];
}

export function proxyConfig(values: {
  readonly ARCHITECT_BASE_PATH?: string | undefined;
  readonly ARCHITECT_TRUSTED_PROXIES?: readonly Network[] | undefined;
}): ProxyConfig {
  return {
    basePath: values.ARCHITECT_BASE_PATH ?? '',
    trustedProxies: values.ARCHITECT_TRUSTED_PROXIES ?? [],
  };
}

/** Whether an address is in one of the networks. */
export function isWithin(address: string, all: readonly Network[]): boolean {
  if (!isAddress(address)) return false;
  // An IPv4 address that came over an IPv6 socket is one of IPv4.
  const parsed = ipaddr.process(address);
  return all.some(([network, bits]) => parsed.kind() === network.kind() && parsed.match(network, bits));
}
