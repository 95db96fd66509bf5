/** What a first start needs is got side by side. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive } from '../../processes/stat';
import { makeDirectory, removeDirectory, ROOT, startNode, until, writeProgram } from './support';

let copy: string;
let env: NodeJS.ProcessEnv;
beforeEach(() => {
  copy = makeDirectory();
  for (const part of ['scripts', 'package.json', 'package-lock.json'])
    cpSync(join(ROOT, part), join(copy, part), { recursive: true });
  const bin = join(copy, 'bin');
  writeProgram(join(bin, 'tmux'), '#!/bin/sh\necho tmux 3.4\n');
  writeProgram(join(bin, 'curl'), '#!/bin/sh\necho no network >&2\nexit 7\n');
  env = {
    PATH: `${bin}:${process.env['PATH']}`,
    HOME: copy,
    MARKS: copy,
    XDG_CACHE_HOME: join(copy, 'cache'),
  };
});
afterEach(() => removeDirectory(copy));

/** A program that says that it has begun, and goes on once the other one has. */
const afterTheOther = (own: string, other: string, then: string): string =>
  `#!/bin/sh\necho $$ > "$MARKS/${own}"\nuntil [ -e "$MARKS/${other}" ]; do sleep 0.05; done\n${then}\n`;

test('the engine is built while the packages install, and ends when they fail', async () => {
  writeProgram(join(copy, 'bin', 'npm'), afterTheOther('npm', 'go', 'echo no registry >&2; exit 1'));
  writeProgram(join(copy, 'bin', 'go'), afterTheOther('go', 'npm', 'sleep 600'));
  const { ended } = startNode([join(copy, 'scripts', 'start.mjs')], env);
  const { code, stderr } = await ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/npm ci failed: exit code 1\.\n +no registry/);
  expect(stderr).not.toContain('There is no workflow engine');
  const build = Number(readFileSync(join(copy, 'go'), 'utf8'));
  await until(() => !isAlive(build));
});

test('Ctrl-C ends both', async () => {
  for (const name of ['npm', 'go'])
    writeProgram(join(copy, 'bin', name), `#!/bin/sh\necho $$ > "$MARKS/${name}"\nexec sleep 600\n`);
  const { child, ended } = startNode([join(copy, 'scripts', 'start.mjs')], env);
  const marks = ['npm', 'go'].map((name) => join(copy, name));
  await until(() => marks.every((mark) => existsSync(mark) && readFileSync(mark, 'utf8') !== ''));
  child.kill('SIGINT');
  expect(await ended).toMatchObject({ code: 130 });
  await until(() => marks.every((mark) => !isAlive(Number(readFileSync(mark, 'utf8')))));
});
