/** The checks of `npm test` beside the tests. */
import { join } from 'node:path';
import { ROOT, say } from './project.mjs';
import { run } from './run.mjs';

const TOOLS = {
  tsc: 'typescript/bin/tsc',
  oxlint: 'oxlint/bin/oxlint',
  prettier: 'prettier/bin/prettier.cjs',
};
/** What is remembered of files that didn't change; the files called tsconfig say where tsc keeps it. */
const FORMAT_MEMORY = join('node_modules', '.cache', 'architect-dashboard', 'prettier.json');

const CHECKS = [
  { name: 'types', tool: 'tsc', args: ['--build'] },
  { name: 'lint', tool: 'oxlint', args: [] },
  {
    name: 'format',
    tool: 'prettier',
    args: ['--check', '.', '--cache', '--cache-strategy', 'content', '--cache-location', FORMAT_MEMORY],
  },
];

const toolPath = (tool) => join(ROOT, 'node_modules', TOOLS[tool]);

/** Types, lint and format: one check each. */
export async function runChecks(env) {
  say('Checking types, lint and format ...');
  const results = await Promise.all(
    CHECKS.map(async ({ name, tool, args }) => {
      const { ok, output } = await run(process.execPath, [toolPath(tool), ...args], { cwd: ROOT, env });
      say(ok ? `  ${name}: passed` : `  ${name}: FAILED (${tool} ${args.join(' ')})\n${output.trimEnd()}`);
      return ok;
    }),
  );
  const passed = results.filter(Boolean).length;
  return { passed, failed: results.length - passed };
}
