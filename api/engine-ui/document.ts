/**
 * The one HTML page of Temporal's Web UI, as it has to be under a path: the program that has it writes a path that it was
 * started with into it, and the dashboard may be under any.
 */
import { createHash } from 'node:crypto';

/** What stands in the page for the path that it is under. */
export const WRITTEN_PATH = '/temporal-ui';

const INLINE_SCRIPT = /<script>([^]*?)<\/script>/g;

/** @param path no slash at the end; empty: none */
export const documentAt = (html: string, path: string): string =>
  // The program leaves its own policy out once it has written a path; older ones may have one that no longer fits.
  html
    .replace(/<meta http-equiv="content-security-policy"[^>]*>/i, '')
    .replaceAll(`"${WRITTEN_PATH}`, () => `"${path}`);

/** A policy can't name an address of IPv6, and would allow nothing: it allows the server then. */
const below = (address: string): string => (address.includes('[') ? "'self'" : `${address}/`);

/**
 * What the page may do: run its own script and what that loads, and ask for what is below it. The dashboard's own API is
 * on the same server and isn't for it.
 * @param address of the page, with its path, as the browser has it
 */
export function policyOf(html: string, address: string): string {
  const digests = [...html.matchAll(INLINE_SCRIPT)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );
  return [
    "default-src 'self'",
    ["script-src 'strict-dynamic'", ...digests].join(' '),
    // Svelte sets widths and places so.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    `connect-src ${below(address)}`,
    `form-action ${below(address)}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "object-src 'none'",
  ].join('; ');
}
