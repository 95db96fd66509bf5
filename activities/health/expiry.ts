/** What ends by itself: secrets of the vault, and the certificate of the engine's client. */
import { X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HealthLimits } from '../../config/health-limits';
import type { Store } from '../../store';
import { timeMs } from '../../store/db/time';
import type { Finding } from '../../workflows/contracts/health';
import { type Check, count, finding } from './finding';

const DAY_MS = 86_400_000;

export interface Expiring {
  readonly name: string;
  readonly expiresMs: number;
}

/** `kind`: secrets or certificates. */
export function judgeExpiry(
  kind: 'secret' | 'certificate',
  things: readonly Expiring[],
  { limits, nowMs }: { limits: HealthLimits; nowMs: number },
): Finding[] {
  const expired = things.filter(({ expiresMs }) => expiresMs <= nowMs);
  const soon = things.filter(
    ({ expiresMs }) => expiresMs > nowMs && expiresMs <= nowMs + limits.expiry_days * DAY_MS,
  );
  const remedy =
    kind === 'secret'
      ? 'Renew it and keep the new value: architect vault set NAME.'
      : 'Renew it and start the dashboard again (TEMPORAL_TLS_CERT).';
  const of = (what: string, some: readonly Expiring[], reason: string): Finding[] =>
    some.length === 0
      ? []
      : [
          finding('expiry', `${kind}s_${what}`, {
            ...{ reason, remedy, subjects: some.map(({ name }) => name) },
            value: Math.floor((Math.min(...some.map(({ expiresMs }) => expiresMs)) - nowMs) / DAY_MS),
            limit: limits.expiry_days,
          }),
        ];
  const days = `within ${limits.expiry_days} days`;
  return [
    ...of('expired', expired, `${count(expired.length, kind, 'has', 'have')} expired.`),
    ...of('expiring', soon, `${count(soon.length, kind, 'expires', 'expire')} ${days}.`),
  ];
}

interface ExpiryDeps {
  readonly vault: Pick<Store['vault'], 'list'>;
  /** PEM; undefined = none is used. */
  readonly certificateFile: string | undefined;
}

export function expiryCheck({ vault, certificateFile }: ExpiryDeps): Check {
  return {
    component: 'expiry',
    async find(limits) {
      const nowMs = Date.now();
      const secrets = vault
        .list({})
        .flatMap(({ name, expires_at }) =>
          expires_at === null ? [] : [{ name, expiresMs: timeMs(expires_at) }],
        );
      return [
        ...judgeExpiry('secret', secrets, { limits, nowMs }),
        ...judgeExpiry('certificate', await certificates(certificateFile), { limits, nowMs }),
      ];
    },
  };
}

async function certificates(file: string | undefined): Promise<Expiring[]> {
  if (file === undefined) return [];
  const { validTo } = new X509Certificate(await readFile(file));
  return [{ name: 'TEMPORAL_TLS_CERT', expiresMs: Date.parse(validTo) }];
}
