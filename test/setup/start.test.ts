import { join } from 'node:path';
import { SETTINGS } from '../../settings';
import { type Ended, libUrl, ROOT, runModule, startNode } from './support';

const start = (...args: string[]): Promise<Ended> =>
  startNode([join(ROOT, 'scripts', 'start.mjs'), ...args], process.env).ended;

test('npm start -- --help lists every setting on stdout and starts nothing', async () => {
  const { code, stdout } = await start('--help');
  expect(code).toBe(0);
  for (const name of Object.keys(SETTINGS)) expect(stdout).toMatch(new RegExp(`^  ${name} +\\S`, 'm'));
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
