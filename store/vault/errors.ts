/** What the vault refuses, with a sentence for the person; no message ever holds a value. */
export type VaultFault = 'not_found' | 'exists' | 'key_missing' | 'lease_gone';

export class VaultError extends Error {
  override readonly name = 'VaultError';
  constructor(
    readonly fault: VaultFault,
    message: string,
  ) {
    super(message);
  }
}
