/** A copy of the certificate that is served, by which the commands of this machine know their server. */
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import writeFileAtomic from 'write-file-atomic';
import { servedCertificateFile } from '../http-client';

export function keepServed(dataDir: string, certificate: string): void {
  const file = servedCertificateFile(dataDir);
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileAtomic.sync(file, certificate, { mode: 0o644 });
}
