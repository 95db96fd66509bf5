import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../config';
import { connectionOptions } from '../../engine';

const directory = mkdtempSync(join(tmpdir(), 'architect-tls-'));
afterAll(() => rmSync(directory, { recursive: true }));

const file = (name: string, content: string): string => {
  const path = join(directory, name);
  writeFileSync(path, content);
  return path;
};
const cluster = (settings: NodeJS.ProcessEnv) => {
  const { temporal } = loadConfig({ TEMPORAL_ADDRESS: 'cluster:7233', ...settings });
  return connectionOptions(temporal, 'cluster:7233');
};
const pem = (word: string): string => `-----BEGIN ${word}-----\nMA==\n-----END ${word}-----\n`;

test('the embedded engine is spoken to in plain gRPC, whatever is set for a cluster', () => {
  const { temporal } = loadConfig({ TEMPORAL_TLS: 'true', TEMPORAL_API_KEY: 'secret' });
  expect(connectionOptions(temporal, '127.0.0.1:7233')).toEqual({ address: '127.0.0.1:7233' });
});

test('a cluster is spoken to as the settings say', () => {
  expect(cluster({})).toEqual({ address: 'cluster:7233' });
  expect(cluster({ TEMPORAL_TLS: 'true' })).toEqual({ address: 'cluster:7233', tls: true });
});

test('an API key is never sent without TLS', () => {
  expect(cluster({ TEMPORAL_API_KEY: 'secret' })).toEqual({
    address: 'cluster:7233',
    tls: true,
    apiKey: 'secret',
  });
});

test('a client certificate is read from its files', () => {
  const crt = file('client.pem', pem('CERTIFICATE'));
  const key = file('client.key', pem('PRIVATE KEY'));
  const options = cluster({ TEMPORAL_TLS_CERT: crt, TEMPORAL_TLS_KEY: key });
  expect(options.tls).toEqual({
    clientCertPair: { crt: Buffer.from(pem('CERTIFICATE')), key: Buffer.from(pem('PRIVATE KEY')) },
  });
});

test('certificate settings that cannot be used name the setting, the file and the fault', () => {
  const crt = file('client.pem', pem('CERTIFICATE'));
  const missing = join(directory, 'missing.key');
  const noPem = file('binary.key', 'not a key');
  expect(() => cluster({ TEMPORAL_TLS_CERT: crt })).toThrow("TEMPORAL_TLS_KEY isn't");
  expect(() => cluster({ TEMPORAL_TLS_CERT: crt, TEMPORAL_TLS_KEY: missing })).toThrow(
    `TEMPORAL_TLS_KEY: ${missing} can't be read (ENOENT)`,
  );
  expect(() => cluster({ TEMPORAL_TLS_CERT: crt, TEMPORAL_TLS_KEY: noPem })).toThrow(
    `TEMPORAL_TLS_KEY: ${noPem} is no PEM file`,
  );
});
