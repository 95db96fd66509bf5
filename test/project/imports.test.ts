/** The parts of the project use each other only as the architecture allows. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Cruise, cruise } from './cruise';
import { KNOWN_VIOLATIONS } from './known-violations';
import { ROOT } from './sources';

describe('the product', () => {
  let found: Cruise;
  beforeAll(async () => {
    found = await cruise(ROOT);
  });

  test('is read: the uses that the rules are about are found', () => {
    expect([...found.uses]).toEqual(
      expect.arrayContaining([
        'processes/exec.ts -> child_process',
        'engine/spawn.ts -> child_process',
        'store/db/open.ts -> node_modules/better-sqlite3/lib/index.js',
        'workflows/prompt/prompt-assignment.ts -> node_modules/@temporalio/workflow/lib/index.js',
        'workflows/prompt/prompt-assignment.ts -> workflows/contracts/wire-names.ts',
        'store/prompts/lifecycle.ts -> workflows/contracts/assignment.ts',
        'server/web-side.ts -> api/app.ts',
      ]),
    );
  });

  test('breaks no rule but where that is known', () => {
    const broken = found.violations.map(({ from, to, rule }) => ({ arrow: `${from} -> ${to}`, rule }));
    expect(broken.filter(({ arrow }) => !KNOWN_VIOLATIONS.includes(arrow))).toEqual([]);
  });

  test('still has each violation that is known: one that was mended leaves the list', () => {
    const broken = new Set(found.violations.map(({ from, to }) => `${from} -> ${to}`));
    expect(KNOWN_VIOLATIONS.filter((arrow) => !broken.has(arrow))).toEqual([]);
  });
});

/** Each file breaks a rule in its second line. Types in the form of `import('./a').A` and `process.getBuiltinModule` the linter forbids. */
const PLANTED: Record<string, string> = {
  // A workflow that reads files, uses an activity, or knows the type of something else.
  'workflows/reads.ts': "import { readFileSync } from 'node:fs'; readFileSync('x');",
  'workflows/calls.ts': "export { a } from '../activities/a';",
  'workflows/knows.ts': "import type { A } from '../store/a'; export type B = A;",
  'workflows/contracts/workflow.ts': "export { a } from '../a';",
  'workflows/contracts/temporal.ts': "export { proxyActivities } from '@temporalio/workflow';",
  'activities/workflow.ts': "export { a } from '../workflows/a';",
  'activities/server.ts': "export { a } from '../server/a';",
  'terminal/store.ts': "import type { A } from '../store/a'; export type B = A;",
  'terminal/activity.ts': "export { a } from '../activities/a';",
  'agents/terminal.ts': "export { a } from '../terminal/a';",
  'policy/terminal.ts': "export { a } from '../terminal/a';",
  'models/store.ts': "export { a } from '../store/a';",
  'api/activity.ts': "export const a: unknown = require('../activities/a');",
  'api/workflow.ts': "export * from '../workflows/a';",
  'api/server.ts': "export const a = import('../server/a');",
  'temporal/api.ts': "export { a } from '../api/a';",
  'store/api.ts': "import { type A } from '../api/a'; export type B = A;",
  'engine/terminal.ts': "export { a } from '../terminal/a';",
  'server/cli.ts': "export { a } from '../cli/a';",
  'cli/terminal.ts': "export { a } from '../terminal/a';",
  'processes/config.ts': "export { a } from '../config/a';",
  'telemetry/store.ts': "export { a } from '../store/a';",
  'config/store.ts': "export { a } from '../store/a';",
  // What has one owner.
  'cli/runs.ts': "import { spawn } from 'child_process'; spawn('x');",
  'activities/hides.ts': "export const run = import('node:child_process');",
  'store/opens.ts': "import Database from 'better-sqlite3'; new Database('x');",
  'engine/settings.ts': "import { env } from 'node:process'; export const a = env['PORT'];",
  // A cycle, one half of which is a type.
  'api/one.ts': "export { two } from './two';",
};

const ALLOWED: Record<string, string> = {
  'api/two.ts': "import type { One } from './one'; export const two: One | undefined = undefined;",
  'store/allowed.ts':
    "import type { A } from '../workflows/contracts/a'; export { a } from '../config/a'; export type B = A;",
  'workflows/allowed.ts':
    "import { sleep } from '@temporalio/workflow'; import type { A } from './contracts/a'; export const a: A | unknown = sleep;",
  'workflows/contracts/allowed.ts': "import type { A } from './a'; export type B = A;",
  'activities/allowed.ts': "export { a } from '../terminal/a'; export { a as b } from '../models/a';",
  'terminal/allowed.ts': "export { a } from '../agents/a'; export { a as b } from '../policy/a';",
  'processes/exec.ts': "import { spawn } from 'node:child_process'; spawn('x');",
  'api/allowed.ts': "// import '../activities/a'\nexport const text = \"require('child_process')\";",
};

describe('a planted violation is found:', () => {
  const root = mkdtempSync(join(tmpdir(), 'imports-'));
  let found: Cruise;
  beforeAll(async () => {
    const plain = [...Object.keys(PLANTED), ...Object.keys(ALLOWED)].map((path) => `${dirname(path)}/a.ts`);
    const plains = Object.fromEntries(plain.map((path) => [path, 'export type A = 1; export const a = 1;']));
    for (const [path, text] of Object.entries({ ...plains, ...PLANTED, ...ALLOWED })) {
      mkdirSync(join(root, dirname(path)), { recursive: true });
      writeFileSync(join(root, path), `// a comment\n${text}\n`);
    }
    found = await cruise(root);
  });
  afterAll(() => rmSync(root, { recursive: true }));

  test.each(Object.keys(PLANTED))('%s', (path) => {
    expect(found.violations.map(({ from }) => from)).toContain(path);
  });

  test('what is allowed is not', () => {
    expect(found.violations.filter(({ from }) => !(from in PLANTED))).toEqual([]);
  });

  test('every rule can be broken', () => {
    const broken = new Set(found.violations.map(({ rule }) => rule));
    expect(found.rules.filter((rule) => !broken.has(rule))).toEqual([]);
  });
});
