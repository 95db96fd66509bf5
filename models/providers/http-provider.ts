/** What the providers with an API share: their key, and their failures. */
import { httpFault } from './http-faults';

export interface ApiKey {
  /** The value, for one use. @throws where the vault has it and can't open it */
  value(): string | undefined;
  /** The value that the next use will have; the vault is opened only where it was changed. @throws as `value` */
  known(): string | undefined;
  isThere(): boolean;
}

export interface HttpProviderOptions {
  /** undefined = the provider's own. */
  readonly baseUrl: string | undefined;
  readonly model: string | null;
  readonly key: ApiKey;
  readonly timeoutMs: number;
}

/** An address of one's own may need no key. */
export function missingKey(setting: string, key: ApiKey, baseUrl: string | undefined): string | null {
  if (key.isThere() || baseUrl !== undefined) return null;
  return `set ${setting}, or keep the key in the vault: architect vault set ${setting}`;
}

/** @returns what was thrown, as the fault that it is; an abort stays one */
export function fault(error: unknown, secret: string | undefined, signal: AbortSignal): unknown {
  return signal.aborted ? signal.reason : httpFault(error, secret);
}
