/**
 * Names lead out of this network only. They are looked up for the connection itself, so that none can become another
 * address in between.
 */
import { lookup as lookUp, type LookupAddress, type LookupOptions } from 'node:dns';
import type { LookupFunction } from 'node:net';
import { isPublicAddress } from '../../store/push/public-address';

export const NOT_PUBLIC = 'ENOTPUBLIC';

/** Looks names up as Node.js does, and finds only addresses that are public. */
export function publicLookup(ownHosts: readonly string[]): LookupFunction {
  return (hostname, options: LookupOptions, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, found: LookupAddress[]) => {
      const isOwn = ownHosts.includes(hostname.toLowerCase());
      const good = error ? [] : found.filter(({ address }) => isOwn || isPublicAddress(address));
      const [first] = good;
      if (first === undefined) {
        const none = Object.assign(new Error(`${hostname} has no public address`), { code: NOT_PUBLIC });
        callback(error ?? none, options.all === true ? [] : '', 0);
      } else if (options.all === true) callback(null, good);
      else callback(null, first.address, first.family);
    });
  };
}
