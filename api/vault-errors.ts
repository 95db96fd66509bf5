/** What the vault refuses, as errors of the API. */
import { VaultError } from '../store';
import { ApiError } from './errors';

const STATUS = {
  not_found: [404, 'not_found'],
  exists: [409, 'conflict'],
  key_missing: [409, 'vault_key_missing'],
  lease_gone: [410, 'lease_gone'],
} as const;

/** Does `work` on the vault. @throws ApiError for what the vault refuses */
export function asking<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof VaultError)) throw error;
    const [status, code] = STATUS[error.fault];
    throw new ApiError(status, code, error.message, [], { cause: error });
  }
}
