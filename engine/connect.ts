/** How to connect to the engine; fits both `Connection.connect` and `NativeConnection.connect`. */
import { readFileSync } from 'node:fs';
import type { TLSConfig } from '@temporalio/client';
import type { Config } from '../config';
import { EngineError } from './types';

export interface EngineConnectionOptions {
  readonly address: string;
  readonly tls?: TLSConfig | boolean;
  readonly apiKey?: string;
}

/** @throws EngineError where a PEM file is missing, unreadable, no PEM, or lacks its counterpart */
export function connectionOptions(temporal: Config['temporal'], address: string): EngineConnectionOptions {
  // The embedded engine speaks plain gRPC on loopback, whatever is set for a cluster.
  if (temporal.address === undefined) return { address };
  const clientCertPair = readCertificatePair(temporal);
  const apiKey = temporal.apiKey;
  if (clientCertPair) return { address, tls: { clientCertPair }, ...(apiKey && { apiKey }) };
  // An API key is never sent in the clear.
  if (apiKey) return { address, tls: true, apiKey };
  return temporal.tls ? { address, tls: true } : { address };
}

function readCertificatePair(temporal: Config['temporal']): TLSConfig['clientCertPair'] {
  const { tlsCertFile, tlsKeyFile } = temporal;
  if (tlsCertFile === undefined && tlsKeyFile === undefined) return undefined;
  if (tlsCertFile === undefined || tlsKeyFile === undefined) {
    const [given, missing] = tlsCertFile
      ? ['TEMPORAL_TLS_CERT', 'TEMPORAL_TLS_KEY']
      : ['TEMPORAL_TLS_KEY', 'TEMPORAL_TLS_CERT'];
    throw new EngineError(`${given} is set but ${missing} isn't: set both, or neither.`, 'configuration');
  }
  return { crt: readPem('TEMPORAL_TLS_CERT', tlsCertFile), key: readPem('TEMPORAL_TLS_KEY', tlsKeyFile) };
}

function readPem(setting: string, file: string): Buffer {
  let pem: Buffer;
  try {
    pem = readFileSync(file);
  } catch (error) {
    throw new EngineError(
      `${setting}: ${file} can't be read (${(error as NodeJS.ErrnoException).code}). Give the path of a readable PEM file.`,
      'configuration',
      { cause: error },
    );
  }
  if (!pem.includes('-----BEGIN ')) {
    throw new EngineError(
      `${setting}: ${file} is no PEM file (no "-----BEGIN" line). Convert it, or name the right file.`,
      'configuration',
    );
  }
  return pem;
}
