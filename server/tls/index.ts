/** What HTTPS is served with, kept fresh while the server runs: renewed before it ends, read anew where a person changed it. */
import { X509Certificate } from 'node:crypto';
import { hostname, networkInterfaces } from 'node:os';
import type { SecureContextOptions } from 'node:tls';
import type { Logger } from 'pino';
import { type Config, isLoopback } from '../../config';
import { givenCertificate } from './given-certificate';
import { ownCertificate, type Pem } from './own-certificate';
import { keepServed } from './served-certificate';

const LOOK_EVERY_MS = 3_600_000;
const WARN_BEFORE_MS = 14 * 86_400_000;
/** Those of TLS 1.2 with forward secrecy and authenticated encryption; TLS 1.3 has no others. */
const CIPHERS = [
  ...['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256'],
  ...['ECDHE-ECDSA-AES128-GCM-SHA256', 'ECDHE-RSA-AES128-GCM-SHA256'],
  ...['ECDHE-ECDSA-AES256-GCM-SHA384', 'ECDHE-RSA-AES256-GCM-SHA384'],
  ...['ECDHE-ECDSA-CHACHA20-POLY1305', 'ECDHE-RSA-CHACHA20-POLY1305'],
].join(':');

export interface Tls {
  readonly options: SecureContextOptions;
  /** Called with each new certificate, for connections from then on. */
  onRenewed(take: (options: SecureContextOptions) => void): void;
  /** Looks whether there is a newer one. It is done by itself, once an hour. */
  look(nowMs?: number): Promise<void>;
  /** What a person has to do about it, as sentences for anyone. */
  trouble(): string[];
  stop(): void;
}

type TlsConfig = Pick<Config, 'tls' | 'dataDir' | 'host' | 'allowedHosts'>;

/** undefined where HTTP is served. @throws ConfigError where what is given can't be used */
export async function startTls(config: TlsConfig, log: Logger): Promise<Tls | undefined> {
  const { tls, dataDir } = config;
  if (tls === undefined) return undefined;
  const { certFile, keyFile } = tls;
  const get = async (nowMs: number): Promise<Pem> =>
    certFile === undefined || keyFile === undefined
      ? ownCertificate(dataDir, namesOf(config), nowMs)
      : givenCertificate({ certFile, keyFile });
  const takers: ((options: SecureContextOptions) => void)[] = [];
  let pem = await get(Date.now());
  keepServed(dataDir, pem.cert);

  async function look(nowMs = Date.now()): Promise<void> {
    try {
      const next = await get(nowMs);
      if (next.cert === pem.cert && next.key === pem.key) return;
      keepServed(dataDir, next.cert);
      for (const take of takers) take(optionsOf(next));
      pem = next;
      log.info({ validTo: endOf(next) }, 'another TLS certificate is served');
    } catch (error) {
      log.error({ err: error }, 'the new TLS certificate can not be used; the one before it stays');
    }
  }
  const timer = setInterval(() => void look(), LOOK_EVERY_MS);
  timer.unref();
  return {
    get options() {
      return optionsOf(pem);
    },
    onRenewed: (take) => void takers.push(take),
    look,
    trouble() {
      const leftMs = Date.parse(endOf(pem)) - Date.now();
      return leftMs > WARN_BEFORE_MS
        ? []
        : [
            `The TLS certificate ${leftMs < 0 ? 'has ended' : 'ends'} (${endOf(pem)}): put a new one in its place, it is taken within an hour.`,
          ];
    },
    stop: () => clearInterval(timer),
  };
}

const optionsOf = ({ cert, key }: Pem): SecureContextOptions => ({
  ...{ cert, key, minVersion: 'TLSv1.2', ciphers: CIPHERS, honorCipherOrder: true },
});

const endOf = ({ cert }: Pem): string => new X509Certificate(cert).validTo;

/** All that this server may be called in an address. */
function namesOf({ host, allowedHosts }: TlsConfig): string[] {
  const loopback = ['localhost', '127.0.0.1', '::1'];
  if (isLoopback(host)) return [...new Set([...loopback, host])];
  const all = ['0.0.0.0', '::'].includes(host);
  const addresses = Object.values(networkInterfaces()).flatMap((found) => found ?? []);
  // Of those that it listens on: others change from day to day, and with each the certificate would be another.
  const open = addresses.filter(({ family, scopeid }) => !scopeid && (host === '::' || family === 'IPv4'));
  const own = all ? open.map(({ address }) => address) : [host];
  return [...new Set([...loopback, hostname(), ...own, ...allowedHosts])];
}
