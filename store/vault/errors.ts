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
