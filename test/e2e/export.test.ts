/** What an export holds, and where it can't be written. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ImportSite } from '../store/import-site';
import { architectCommand } from '../support/command';

let site: ImportSite;
beforeEach(() => (site = new ImportSite()));
afterEach(() => site.remove());

const architect = (...argv: string[]) => architectCommand(site.dataDir, argv);

test('an export holds what an import brought along, also what has no use here', async () => {
  site.import();
  const { stdout } = await architect('export');
  const { tables } = JSON.parse(stdout) as { tables: Record<string, unknown[]> };
  expect(tables['claude_patterns_original']).toMatchObject([{ pattern: '.*', action: 'approve' }]);
  expect(tables['claude_interactions_original']).toMatchObject([{ prompt: 'Proceed?' }]);
  expect(tables['confirm_settings']).toMatchObject([{ enabled: 1 }]);
});

test('a file that can’t be written is said as a sentence', async () => {
  const { code, stderr } = await architect('export', join(site.dataDir, 'nowhere', 'x.json'));
  expect(code).toBe(1);
  expect(stderr).toMatch(/^architect: ENOENT: no such file or directory, open '.*x\.json\.unfinished'\n$/);
});

test('secrets are sealed with a passphrase of twelve characters or more, and with no other', async () => {
  site.import();
  const file = join(site.dataDir, 'sealed.json');
  const sealed = (stdin: string) =>
    architectCommand(site.dataDir, ['export', file, '--with-secrets'], { stdin });
  // Signs outside of the basic plane are one character each, not the two that JavaScript counts.
  for (const short of ['four', 'elevenchars', '🔑'.repeat(11)]) {
    const { code, stderr } = await sealed(`${short}\n`);
    expect(stderr).toMatch(
      /The passphrase is too short: expected at least 12 characters\. Nothing was written\./,
    );
    expect(code).toBe(64);
    expect(existsSync(file)).toBe(false);
  }
  expect(await sealed('twelve chars\n')).toMatchObject({ code: 0 });
  expect(existsSync(file)).toBe(true);
});
