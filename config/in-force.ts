/** The settings as they are, for people: what each is, and where that comes from. Secrets are never in it. */
import { settingFacts } from './settings';

export interface SettingInForce {
  readonly name: string;
  readonly help: string;
  /** As a person would write it; null: none, or a secret. */
  readonly value: string | null;
  readonly source: 'environment' | 'default';
  /** There is a value that isn't told. */
  readonly secret: boolean;
}

/** @param given the environment; an empty variable counts as unset */
export const settingsInForce = (given: Readonly<Record<string, string | undefined>>): SettingInForce[] =>
  settingFacts().map(({ name, fallback, help }) => {
    const own = given[name] || undefined;
    const value = own ?? fallback ?? null;
    const secret = value !== null && isSecretive(name, value);
    return {
      ...{ name, help, secret },
      value: secret ? null : value,
      source: own === undefined ? 'default' : 'environment',
    };
  });

/** Whether the value is, or may hold, a key or a password. */
export function isSecretive(name: string, value: string): boolean {
  const mayHoldOne = /^\w+:\/\/[^/]*@/.test(value) || (/URL$/.test(name) && /[@?#]/.test(value));
  return mayHoldOne || /KEY|PASSWORD|SECRET|TOKEN(?!_URL)|HEADERS|(NOTIFY|NTFY|WEBHOOK)_URL/.test(name);
}
