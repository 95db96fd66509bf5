/** The parts of the project use each other only as the architecture allows. */
import { cycles, RULES, violations } from './rules';
import { productSources, type Sources, usesOf } from './sources';

const planted = (files: Record<string, string>): Sources => new Map(Object.entries(files));

describe('the product', () => {
  const uses = usesOf(productSources());

  test('is read: the uses that the rules are about are found', () => {
    const targets = new Set(uses.map(({ file, target }) => `${file} ${target}`));
    for (const known of [
      'config/index.ts process.env',
      'terminal/exec.ts child_process',
      'engine/spawn.ts child_process',
      'store/db/open.ts better-sqlite3',
      'workflows/prompt/prompt-assignment.ts @temporalio/workflow',
      'workflows/prompt/prompt-assignment.ts workflows/contracts/wire-names.ts',
      'store/prompts/lifecycle.ts workflows/contracts/glossary.ts',
      'server/web-side.ts api/app.ts',
    ]) {
      expect(targets).toContain(known);
    }
  });

  test('breaks no rule', () => {
    expect(violations(uses)).toEqual([]);
  });

  test('has no files that need each other to be loaded', () => {
    expect(cycles(uses)).toEqual([]);
  });

  test('has no import that leads nowhere', () => {
    expect(
      uses.filter(({ target }) => /^(\.|(engine|workflows|activities|store|api|cli)\/[^.]*$)/.test(target)),
    ).toEqual([]);
  });
});

describe('a planted violation is found:', () => {
  const cases: Record<string, [string, string]> = {
    'a workflow that reads files': ['workflows/x.ts', "import { readFileSync } from 'node:fs';"],
    'a workflow that uses an activity': ['workflows/x.ts', "import { a } from '../activities/a';"],
    'a workflow that knows the type of one': ['workflows/x.ts', "import type { A } from '../store/a';"],
    'a contract that uses a workflow': ['workflows/contracts/x.ts', "import { w } from '../w';"],
    'a contract that uses Temporal': [
      'workflows/contracts/x.ts',
      "export { proxyActivities } from '@temporalio/workflow';",
    ],
    'an activity that uses a workflow': ['activities/x.ts', "import { w } from '../workflows/w';"],
    'an API that uses an activity': ['api/routes/x.ts', "const a = require('../../activities/a');"],
    'an API that uses a workflow': ['api/x.ts', "export * from '../workflows';"],
    'a store that uses the API': ['store/x.ts', "type A = import('../api/app').App;"],
    'a second reader of the environment': ['api/x.ts', "const port = process.env['PORT'];"],
    'one that is in disguise': ['cli/x.ts', "const port = process['env'].PORT;"],
    'one that imports it': ['engine/x.ts', "import { env as settings } from 'node:process';"],
    'a second place that runs programs': ['cli/x.ts', "import { spawn } from 'child_process';"],
    'one that hides it': ['activities/x.ts', "const { exec } = await import('node:child_process');"],
    'a second place that opens databases': ['store/x.ts', "import Database from 'better-sqlite3';"],
  };

  test.each(Object.entries(cases))('%s', (_what, [file, text]) => {
    const found = violations(usesOf(planted({ [file]: `// a comment\n${text}` })));
    expect(found.length).toBeGreaterThan(0);
    expect(found[0]).toMatch(new RegExp(`^${file}:2 uses .+: .+`));
  });

  test('every rule can be broken', () => {
    const uses = Object.values(cases).flatMap(([file, text]) => usesOf(planted({ [file]: text })));
    for (const { name, broken } of RULES)
      expect({ name, broken: uses.some(broken) }).toEqual({ name, broken: true });
  });

  test('what is allowed is not', () => {
    const allowed = planted({
      'config/index.ts': "export const port = process.env['PORT'];",
      'store/x.ts':
        "import type { Grant } from '../workflows/contracts/a'; import { PROJECT_ROOT } from '../config';",
      'workflows/x.ts':
        "import { sleep } from '@temporalio/workflow'; import type { A } from './contracts/a';",
      'workflows/contracts/a.ts': "import type { B } from './b';",
      'activities/x.ts':
        "import { HUB_QUEUE } from '../workflows/contracts/names'; import type { S } from '../store';",
      'api/x.ts': "// import '../activities/a'\nconst text = \"require('child_process')\";",
    });
    expect(violations(usesOf(allowed))).toEqual([]);
  });

  test('a cycle by value, but not one by type', () => {
    const files = (keyword: string) => ({
      'api/a.ts': "import { b } from './b';",
      'api/b.ts': "import { c } from './c';",
      'api/c.ts': `import ${keyword} { a } from './a';`,
    });
    expect(cycles(usesOf(planted(files(''))))).toEqual(['api/a.ts -> api/b.ts -> api/c.ts -> api/a.ts']);
    expect(cycles(usesOf(planted(files('type'))))).toEqual([]);
  });
});
