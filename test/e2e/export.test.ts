/** What an export holds, and where it can't be written. */
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
