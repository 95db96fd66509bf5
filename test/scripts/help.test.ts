/** Each script that has a help shows it: so all of its parts are there too. */
import { execFile } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { PROJECT_ROOT } from '../../config';

const SCRIPTS = join(PROJECT_ROOT, 'scripts');
const scripts = readdirSync(SCRIPTS).filter(
  (name) => name.endsWith('.mjs') && readFileSync(join(SCRIPTS, name), 'utf8').includes('askedForHelp('),
);

test.each(scripts)('%s --help', async (name) => {
  const { stdout } = await promisify(execFile)(process.execPath, [join(SCRIPTS, name), '--help']);
  expect(stdout).toMatch(/^npm (run|test)\b/);
});
