import type { Command } from 'commander';
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import { resolve } from 'node:path';
import type { ExportedSecrets } from '../../store/vault/passphrase';
import type { Body } from '../api';
import type { Context } from '../context';
import { CliError } from '../errors';
import { newPassphrase } from '../hidden-input';
import { onRecord } from '../record';

export function registerExport(program: Command, context: Context): void {
  program
    .command('export')
    .description('write the record as JSON, without the values of secrets')
    .argument('[file]', 'where to (default: standard output)')
    .option(
      '--with-secrets',
      'also the secrets, sealed with a passphrase of at least 12 characters that is asked for or piped in',
    )
    .addHelpText(
      'after',
      '\nThe server may be running or stopped. `architect vault import` reads the secrets of an export.',
    )
    .action((file: string | undefined, { withSecrets = false }: { withSecrets?: boolean }) =>
      run(context, file, withSecrets),
    );
}

async function run(context: Context, file: string | undefined, withSecrets: boolean): Promise<void> {
  const secrets = withSecrets ? await sealedSecrets(context) : undefined;
  const { exportRows } = await import('../../store/export.js');
  const { dataDir } = await context.config();
  const out = file === undefined ? undefined : await onRecord(() => newFile(resolve(file)));
  const write = out?.write ?? ((text: string) => context.write(text));
  try {
    await onRecord(() => {
      write(
        `{"format":"architect-export","version":1,"created_at":${JSON.stringify(new Date().toISOString())}`,
      );
      if (secrets) write(`,\n"secrets":${JSON.stringify(secrets)}`);
      write(',\n"tables":{');
      let last: string | undefined;
      let between = '';
      for (const { table, row } of exportRows(dataDir)) {
        if (table !== last) write(`${last === undefined ? '' : '\n],'}\n${JSON.stringify(table)}:[`);
        if (row) write(`${between}\n${JSON.stringify(row)}`);
        between = row ? ',' : '';
        last = table;
      }
      write(`${last === undefined ? '' : '\n]'}\n}}\n`);
    });
    out?.finish();
  } catch (error) {
    out?.remove();
    throw error;
  }
  if (file !== undefined)
    context.notice(`Written to ${resolve(file)}${secrets ? ', with the secrets sealed' : ''}.`);
}

async function sealedSecrets(context: Context): Promise<ExportedSecrets> {
  const passphrase = await newPassphrase(context.io);
  const { openRecord } = await import('../../server/open-store.js');
  const { sealWithPassphrase } = await import('../../store/vault/passphrase.js');
  return onRecord(async () => {
    const store = await openRecord(await context.config());
    try {
      const [readable, others] = [true, false].map((can) =>
        store.vault.list().filter((one) => one.readable === can),
      );
      if (others && others.length > 0)
        throw new CliError(
          `Not all secrets can be read (${others.map(({ name }) => name).join(', ')}): put their key back first.`,
        );
      const names = (readable ?? []).map(({ name }) => name);
      return sealWithPassphrase(passphrase, JSON.stringify(store.vault.valuesFor(names, 'export')));
    } finally {
      store.close();
    }
  });
}

/** Complete under its name, or not there at all. */
function newFile(path: string) {
  const unfinished = `${path}.unfinished`;
  const handle = openSync(unfinished, 'w', 0o600);
  return {
    write: (text: string) => void writeSync(handle, text),
    finish(): void {
      fsyncSync(handle);
      closeSync(handle);
      renameSync(unfinished, path);
    },
    remove: () => rmSync(unfinished, { force: true }),
  };
}

/** With its value. */
type NewSecret = Body<'POST /api/secrets'>;

const ABOUT = ['category', 'service', 'description', 'rotate_after_days', 'expires_at'];

/** What `architect vault import` reads. @throws CliError where the file is no export with secrets */
export async function readExportedSecrets(
  file: string,
  passphrase: () => Promise<string>,
): Promise<NewSecret[]> {
  const { exportedSecrets, openWithPassphrase } = await import('../../store/vault/passphrase.js');
  const { secrets, tables } = parseExport(file);
  const sealed = exportedSecrets.safeParse(secrets);
  if (!sealed.success)
    throw new CliError(
      `${file} is no export with secrets: make one with \`architect export --with-secrets\`.`,
    );
  const text = await passphrase();
  const values = await onRecord(
    () => JSON.parse(openWithPassphrase(text, sealed.data)) as Record<string, string>,
  );
  return Object.entries(values).map(([name, value]) => {
    const row = tables?.secrets?.find((one) => one['name'] === name) ?? {};
    const about = Object.entries(row).filter(([field, known]) => ABOUT.includes(field) && known !== null);
    const iso = about.map(([field, known]) => [
      field,
      field === 'expires_at' ? `${String(known).replace(' ', 'T')}Z` : known,
    ]);
    // What else the file says of it is checked by the server.
    return { ...(Object.fromEntries(iso) as Partial<NewSecret>), name, value };
  });
}

interface ExportFile {
  readonly secrets?: unknown;
  readonly tables?: { readonly secrets?: readonly Record<string, unknown>[] };
}

function parseExport(file: string): ExportFile {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ExportFile;
  } catch (error) {
    throw new CliError(`${file} can't be read as an export: ${(error as Error).message}`);
  }
}
