import { X509Certificate } from 'node:crypto';
import { ConfigError } from '../../config';
import { ownCertificateOf, servedCertificateOf } from '../http-client';
import { givenCertificate } from '../tls/given-certificate';
import { type Check, fault, type Finding, ok, tlsOf, warning } from './finding';

const MS_A_DAY = 86_400_000;

export const checkCertificate: Check = (facts) => {
  const { config, nowMs } = facts;
  const { dataDir } = config;
  const tls = tlsOf(facts);
  if (tls === undefined)
    return ok('HTTP is served, without a certificate (architect start --ssl serves HTTPS).');
  const { certFile, keyFile } = tls;
  if (certFile === undefined || keyFile === undefined) {
    const own = ownCertificateOf(dataDir);
    const served = servedCertificateOf(dataDir);
    // Set in the environment of the service, which this shell can't see: what is served tells all the same.
    if (config.tls === undefined && served !== undefined && served !== own)
      return given(served, 'that is served', config.health.limits.expiry_days, nowMs);
    if (own === undefined) return ok('A certificate of its own is made at the start.');
    const leftDays = daysLeft(own, nowMs);
    return leftDays > 0
      ? ok(`A certificate of its own, for ${leftDays} days more; it is renewed by itself.`)
      : fault('The certificate of its own has ended.', 'architect restart makes another one.');
  }
  try {
    return given(
      givenCertificate({ certFile, keyFile }).cert,
      certFile,
      config.health.limits.expiry_days,
      nowMs,
    );
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return fault(error.faults.join(' '), 'Mend the file, or the setting.');
  }
};

function given(cert: string, file: string, limitDays: number, nowMs: number): Finding {
  const leftDays = daysLeft(cert, nowMs);
  const remedy = 'Renew it (certbot renew); the running dashboard takes the new files within an hour.';
  if (leftDays <= 0) return fault(`The certificate ${file} has ended.`, remedy);
  return leftDays <= limitDays
    ? warning(`The certificate ${file} ends in ${leftDays} days.`, remedy)
    : ok(`The certificate ${file} is good for ${leftDays} days more.`);
}

const daysLeft = (cert: string, nowMs: number): number =>
  Math.ceil((Date.parse(new X509Certificate(cert).validTo) - nowMs) / MS_A_DAY);
