/** The key of an API: of the settings, or else the secret of the same name in the vault. */
import type { ApiKey } from './providers/http-provider';
import { ProviderError } from './types';

/** The vault, as far as the models use it. */
export interface KeyVault {
  /** Its revision differs after every change. */
  find(name: string): { readonly revision: string } | undefined;
  /** The values, for one use, which is noted. @throws Error with what a person can do */
  valuesFor(names: readonly string[], holder: string): Readonly<Record<string, string>>;
}

export function apiKey(name: string, setting: string | undefined, vault: KeyVault): ApiKey {
  let last: { readonly revision: string; readonly value: string | undefined } | undefined;
  const value = (): string | undefined => {
    const secret = setting === undefined ? vault.find(name) : undefined;
    if (!secret) return setting;
    try {
      last = { revision: secret.revision, value: vault.valuesFor([name], 'models')[name] };
      return last.value;
    } catch (error) {
      throw new ProviderError('no_key', (error as Error).message);
    }
  };
  return {
    value,
    known: () => (last && last.revision === vault.find(name)?.revision ? last.value : value()),
    isThere: () => setting !== undefined || vault.find(name) !== undefined,
  };
}
