/** Finds the server and the key to it in the data directory. */
import { readFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config';

/** The address the running server wrote down, else where the settings would put it; no slash at the end. */
export function serverUrl(config: Pick<Config, 'dataDir' | 'port'>): string {
  return writtenUrl(config.dataDir) ?? `http://127.0.0.1:${config.port}`;
}

function writtenUrl(dataDir: string): string | undefined {
  try {
    const { url } = JSON.parse(readFileSync(join(dataDir, 'server.json'), 'utf8')) as { url?: unknown };
    return typeof url === 'string' ? parseServerUrl(url) : undefined;
  } catch {
    // No file, or one cut short by a crash: the settings still tell where the server would be.
    return undefined;
  }
}

/** `http://host:port` as the client wants it, or undefined where it is no such address. */
export function parseServerUrl(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  return `${url.origin}${url.pathname.replace(/\/+$/, '')}`;
}

/**
 * The API token of this machine's server, or undefined where it can't be read or isn't for that server:
 * it opens everything here, so it is shown to no other machine.
 */
export function apiToken(config: Pick<Config, 'dataDir' | 'hostName'>, url: string): string | undefined {
  if (!isThisMachine(new URL(url).hostname, config.hostName)) return undefined;
  try {
    return readFileSync(join(config.dataDir, 'api-token'), 'utf8').trim() || undefined;
  } catch {
    return undefined;
  }
}

/** Whether a server of that name in its address runs here, as far as the name tells. */
export function isThisMachine(urlHost: string, hostName: string): boolean {
  const host = urlHost.replace(/^\[|\]$/g, '').toLowerCase();
  if (host === 'localhost' || host === hostName.toLowerCase() || host.startsWith('127.')) return true;
  return Object.values(networkInterfaces()).some((addresses) =>
    addresses?.some(({ address }) => address.toLowerCase() === host),
  );
}
