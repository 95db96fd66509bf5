/** Runs code in a program that has as many files open as it may: what it does when no further one can be opened. */
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const ROOT = join(__dirname, '../..');
/** What Node and the modules need before all others are taken. */
const LIMIT = 96;

/**
 * @param modules of the source, by the name under which `body` has them; their paths are those below the checkout
 * @param body of an async function, which returns what is to be compared
 */
export async function withoutDescriptors(
  modules: Readonly<Record<string, string>>,
  body: string,
): Promise<unknown> {
  const names = Object.entries(modules).map(
    ([name, path]) => `const ${name} = require(${JSON.stringify(join(ROOT, path))});`,
  );
  const script = `
    const { openSync } = require('node:fs');
    ${names.join('\n')}
    const body = async () => { ${body} };
    try { for (;;) openSync('/dev/null', 'r'); } catch {}
    void body().then((result) => process.stdout.write(JSON.stringify(result ?? null)));`;
  const shell = `ulimit -n ${LIMIT}; exec "$0" "$@"`;
  const node = [process.execPath, '--require', join(__dirname, 'typescript.cjs'), '-e', script];
  const { stdout } = await promisify(execFile)('sh', ['-c', shell, ...node]);
  return JSON.parse(stdout);
}
