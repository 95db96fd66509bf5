/** The key of an API: of the settings, or else the secret of the same name in the vault. */
import type { ApiKey } from './providers/http-provider';
import { ProviderError } from './types';

/** The vault, as far as the models use it. */
export interface KeyVault {
  has(name: string): boolean;
  /** The value, for one use, which is noted. @throws Error with what a person can do */
  reveal(name: string): string;
}

export function apiKey(name: string, setting: string | undefined, vault: KeyVault): ApiKey {
  let last = setting;
  const value = (): string | undefined => {
    if (setting !== undefined || !vault.has(name)) return setting;
    try {
      return (last = vault.reveal(name));
    } catch (error) {
      throw new ProviderError('unauthorized', (error as Error).message);
    }
  };
  return {
    value,
    known: () => last ?? value(),
    isThere: () => setting !== undefined || vault.has(name),
  };
}
