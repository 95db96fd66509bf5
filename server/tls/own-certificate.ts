/** A certificate that the dashboard makes for itself, where none is given: nobody vouches for it, but what is said is secret. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdirSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

export interface Pem {
  readonly cert: string;
  readonly key: string;
}

const DAY_MS = 86_400_000;
/** What browsers take from anybody at most. */
const VALID_DAYS = 397;
const RENEW_BEFORE_DAYS = 30;
/** Clocks of those who look at it may be behind. */
const BACKDATED_MS = DAY_MS;
/** GeneralName of RFC 5280: dNSName and iPAddress. */
const [DNS, IP] = [2, 7] as const;

const certificateFile = (dataDir: string): string => join(dataDir, 'tls', 'certificate.pem');
const keyFile = (dataDir: string): string => join(dataDir, 'tls', 'key.pem');

/** The one that is kept, or a new one where that ends soon, lacks a name or can't be read. */
export async function ownCertificate(
  dataDir: string,
  names: readonly string[],
  nowMs = Date.now(),
): Promise<Pem> {
  const kept = read(dataDir);
  if (kept && stands(kept, names, nowMs)) return kept;
  const made = await make(names, nowMs);
  mkdirSync(join(dataDir, 'tls'), { recursive: true, mode: 0o700 });
  writeFileAtomic.sync(keyFile(dataDir), made.key, { mode: 0o600 });
  writeFileAtomic.sync(certificateFile(dataDir), made.cert, { mode: 0o644 });
  return made;
}

function read(dataDir: string): Pem | undefined {
  try {
    return {
      cert: readFileSync(certificateFile(dataDir), 'utf8'),
      key: readFileSync(keyFile(dataDir), 'utf8'),
    };
  } catch {
    return undefined;
  }
}

function stands({ cert, key }: Pem, names: readonly string[], nowMs: number): boolean {
  try {
    const certificate = new X509Certificate(cert);
    const has = (name: string): boolean =>
      (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined;
    // A crash may have left one of a pair.
    if (!certificate.checkPrivateKey(createPrivateKey(key))) return false;
    return Date.parse(certificate.validTo) - nowMs > RENEW_BEFORE_DAYS * DAY_MS && names.every(has);
  } catch {
    return false;
  }
}

async function make(names: readonly string[], nowMs: number): Promise<Pem> {
  // A tenth of the time that the whole server takes to load, for what most never need.
  const { generate } = await import('selfsigned');
  const { cert, private: key } = await generate([{ name: 'commonName', value: 'Architect Dashboard' }], {
    keyType: 'ec',
    curve: 'P-256',
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - BACKDATED_MS),
    notAfterDate: new Date(nowMs - BACKDATED_MS + VALID_DAYS * DAY_MS),
    extensions: [
      { name: 'basicConstraints', cA: false, critical: true },
      { name: 'keyUsage', digitalSignature: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: names.map((name) =>
          isIP(name) === 0 ? { type: DNS, value: name } : { type: IP, ip: name },
        ),
      },
    ],
  });
  return { cert, key };
}
