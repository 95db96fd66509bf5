import { StoreError } from '../db/open';

/** What the vault refuses, with a sentence for the person; no message ever holds a value. */
export type VaultErrorCode = 'not_found' | 'exists' | 'key_missing' | 'lease_gone';

export class VaultError extends Error {
  override readonly name = 'VaultError';
  constructor(
    readonly code: VaultErrorCode,
    message: string,
  ) {
    super(message);
  }
}

/**
 * The value is there, and can't be read now: its key isn't here, or the key file can't be read. Whoever waits for it gets
 * it when a person has put that right.
 */
export const isVaultClosed = (error: unknown): error is Error =>
  error instanceof StoreError || (error instanceof VaultError && error.code === 'key_missing');
