import { cpSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { SETTING_NAMES } from '../../config/settings';
import {
  type Ended,
  libUrl,
  makeDirectory,
  removeDirectory,
  ROOT,
  runModule,
  startNode,
  writeProgram,
} from './support';

const start = (...args: string[]): Promise<Ended> =>
  startNode([join(ROOT, 'scripts', 'start.mjs'), ...args], process.env).ended;

test('npm start -- --help lists every setting on stdout and starts nothing', async () => {
  const { code, stdout } = await start('--help');
  expect(code).toBe(0);
  for (const name of SETTING_NAMES) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
});

describe('help installs and builds nothing', () => {
  let copy: string;
  beforeEach(() => {
    copy = makeDirectory();
    for (const part of ['scripts', 'bench', 'package.json'])
      cpSync(join(ROOT, part), join(copy, part), { recursive: true });
    // Who calls it fails: no npm, no git, no Temporal.
    writeProgram(join(copy, 'bin', 'npm'), '#!/bin/sh\necho called >> "$CALLS"\nexit 1\n');
  });
  afterEach(() => removeDirectory(copy));

  test.each([
    ['scripts/start.mjs', 'npm start '],
    ['scripts/test.mjs', 'npm test '],
    ['scripts/test-quick.mjs', 'npm run test:quick '],
    ['scripts/test-node.mjs', 'npm run test:node '],
    ['scripts/test-agents.mjs', 'npm run test:agents '],
    ['scripts/fuzz.mjs', 'npm run test:fuzz '],
    ['scripts/build.mjs', 'npm run build '],
    ['scripts/record-histories.mjs', 'npm run record-histories '],
    ['bench/run.mjs', 'npm run bench '],
  ])('%s', async (script, begins) => {
    const before = readdirSync(copy).sort();
    for (const flag of ['--help', '-h']) {
      const env = { PATH: join(copy, 'bin'), HOME: copy, CALLS: join(copy, 'calls') };
      const { code, stdout, stderr } = await startNode([join(copy, script), flag], env).ended;
      expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
      expect(stdout.startsWith(begins)).toBe(true);
    }
    expect(readdirSync(copy).sort()).toEqual(before);
  });

  test('and that of the benchmarks names every group', () => {
    const source = readFileSync(join(ROOT, 'bench/main.ts'), 'utf8');
    const groups = /const GROUPS[^{]*\{([^]*?)\n\};/.exec(source)?.[1] ?? '';
    const names = [...groups.matchAll(/^ {2}'?([\w-]+)'?[:,]/gm)].map(([, name]) => name);
    expect(names).toContain('delivery');
    expect(readFileSync(join(ROOT, 'bench/run.mjs'), 'utf8')).toContain(`Groups: ${names.join(', ')}\n`);
  });
});

test('an unknown flag is named, with exit code 78', async () => {
  const { code, stdout, stderr } = await start('--prot=9090');
  expect({ code, stdout }).toEqual({ code: 78, stdout: '' });
  expect(stderr).toContain('npm start doesn\'t know "--prot=9090"');
});

test.each([
  ['18.20.4', 78],
  ['20.18.1', 78],
  ['20.19.0', 0],
  ['22.1.0', 0],
])('Node %s ends with exit code %i', async (version, expected) => {
  const source = `
    import { requireNode, runMain } from ${JSON.stringify(libUrl('project.mjs'))};
    await runMain(async () => { requireNode('${version}'); return 0; });`;
  const { code, stderr } = await runModule(source, {});
  expect(code).toBe(expected);
  expect(stderr.includes(`Node.js 20.19.0 or newer is needed, this is ${version}`)).toBe(expected !== 0);
});
