/** What the vault refuses, as errors of the API. */
import { StoreError, VaultError } from '../../store';
import { HttpError } from '../http/errors';

const STATUS = {
  not_found: [404, 'not_found'],
  exists: [409, 'conflict'],
  key_missing: [409, 'vault_key_missing'],
  lease_gone: [410, 'lease_gone'],
} as const;

/** Does `work` on the vault. @throws HttpError for what the vault refuses */
export function mapVaultErrors<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    // A key file that can't be read: its message says which, and what to do.
    if (error instanceof StoreError)
      throw new HttpError(409, 'vault_key_missing', error.message, [], { cause: error });
    if (!(error instanceof VaultError)) throw error;
    const [status, code] = STATUS[error.code];
    throw new HttpError(status, code, error.message, [], { cause: error });
  }
}
