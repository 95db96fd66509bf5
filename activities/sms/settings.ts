/** What is needed to send text messages, and what of it is missing. */
import { DIALPAD_KEY } from '../../workflows/contracts/sms';
import type { Store } from '../../store';
import type { QuietHours } from './slots';

export interface SmsSettings {
  /** Unset: the secret of that name in the vault. */
  readonly apiKey: string | undefined;
  /** No slash at the end. */
  readonly baseUrl: string;
  readonly from: string | undefined;
  readonly to: readonly string[];
  readonly quiet: QuietHours | null;
}

/** null: nothing. As a sentence for a person. */
export function missingForSms(
  { apiKey, from, to }: SmsSettings,
  { vault }: Pick<Store, 'vault'>,
): string | null {
  const hasKey = apiKey !== undefined || vault.find(DIALPAD_KEY) !== undefined;
  const missing = [
    ...(hasKey ? [] : [`${DIALPAD_KEY} (or the secret of that name)`]),
    ...(from === undefined ? ['DIALPAD_FROM_NUMBER'] : []),
    ...(to.length === 0 ? ['SMS_TO'] : []),
  ];
  return missing.length === 0 ? null : `text messages are not set up: set ${missing.join(', ')}`;
}

/** @throws VaultError */
export function dialpadKey({ apiKey }: SmsSettings, { vault }: Pick<Store, 'vault'>): string {
  return apiKey ?? vault.valuesFor([DIALPAD_KEY], 'sms')[DIALPAD_KEY] ?? '';
}
