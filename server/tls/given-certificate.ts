/** The certificate that a person gives, as of Let's Encrypt. */
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { ConfigError } from '../../config';
import type { Pem } from './own-certificate';

export interface CertificateFiles {
  readonly certFile: string;
  readonly keyFile: string;
}

/** @throws ConfigError naming the setting whose file can't be used */
export function givenCertificate({ certFile, keyFile }: CertificateFiles): Pem {
  const cert = read('ARCHITECT_TLS_CERT', certFile);
  const key = read('ARCHITECT_TLS_KEY', keyFile);
  const certificate = parsed('ARCHITECT_TLS_CERT', certFile, () => new X509Certificate(cert));
  const privateKey = parsed('ARCHITECT_TLS_KEY', keyFile, () => createPrivateKey(key));
  if (!certificate.checkPrivateKey(privateKey))
    throw new ConfigError([
      `ARCHITECT_TLS_KEY="${keyFile}": it is not the key of the certificate ${certFile}; give the two that were made together`,
    ]);
  return { cert, key };
}

function read(setting: string, file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new ConfigError([`${setting}="${file}": can't be read (${(error as NodeJS.ErrnoException).code})`]);
  }
}

function parsed<T>(setting: string, file: string, parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new ConfigError([`${setting}="${file}": no PEM file of this kind (${(error as Error).message})`]);
  }
}
