/** The service account that writes: from the vault, or from a file. Its key goes nowhere but into the signing. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { isVaultClosed, type Store } from '../../store';
import { SERVICE_ACCOUNT_SECRET } from '../../workflows/contracts/sheets';
import { SheetsFault } from './fault';

export interface SheetsSettings {
  /** Unset: there is no spreadsheet, and nothing is written. */
  readonly spreadsheetId: string | undefined;
  /** Unset: the secret in the vault. */
  readonly accountFile: string | undefined;
  /** No slash at the end. */
  readonly baseUrl: string;
  readonly tokenUrl: string;
  /** How many of the newest prompts are kept up to date. */
  readonly prompts: number;
}

const account = z.object({
  type: z.literal('service_account'),
  client_email: z.email(),
  private_key: z.string().includes('PRIVATE KEY'),
  private_key_id: z.string().optional(),
});
export type ServiceAccount = z.output<typeof account>;

/** It isn't set up, or can't be used; the message is for a person. */
export class AccountError extends Error {
  override readonly name = 'AccountError';
}

type Vault = Pick<Store, 'vault'>;

/** null: nothing. As a sentence for a person. */
export function missingForSheets(
  { spreadsheetId, accountFile }: SheetsSettings,
  { vault }: Vault,
): string | null {
  const hasAccount = accountFile !== undefined || vault.find(SERVICE_ACCOUNT_SECRET) !== undefined;
  const missing = [
    ...(spreadsheetId === undefined ? ['GOOGLE_SHEETS_ID'] : []),
    ...(hasAccount ? [] : [`GOOGLE_SERVICE_ACCOUNT_FILE (or the secret ${SERVICE_ACCOUNT_SECRET})`]),
  ];
  return missing.length === 0 ? null : `Google Sheets is not set up: set ${missing.join(' and ')}`;
}

/** @throws AccountError, SheetsFault while the vault can't be read */
export function serviceAccount({ accountFile }: SheetsSettings, { vault }: Vault): ServiceAccount {
  const place =
    accountFile === undefined ? `the secret ${SERVICE_ACCOUNT_SECRET}` : 'GOOGLE_SERVICE_ACCOUNT_FILE';
  const found = account.safeParse(parsed(text(accountFile, vault)));
  if (found.success) return found.data;
  throw new AccountError(
    `${place} is not the JSON key of a service account: make one in the Google Cloud console (docs/sheets.md)`,
  );
}

function text(accountFile: string | undefined, vault: Vault['vault']): string {
  try {
    return accountFile === undefined
      ? (vault.valuesFor([SERVICE_ACCOUNT_SECRET], 'sheets')[SERVICE_ACCOUNT_SECRET] ?? '')
      : readFileSync(accountFile, 'utf8');
  } catch (error) {
    if (isVaultClosed(error)) throw new SheetsFault('later', error.message);
    const { code, message } = error as NodeJS.ErrnoException;
    throw new AccountError(
      accountFile === undefined
        ? message
        : `GOOGLE_SERVICE_ACCOUNT_FILE can't be read (${code ?? 'no reason given'})`,
    );
  }
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
