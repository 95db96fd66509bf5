/** A project on the disk whose links lead out of it, and a home directory beside it. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decide, DEFAULT_RULES, type Decision, type Request } from '../../policy';

export interface Project {
  readonly dir: string;
  readonly home: string;
  ask(request: Partial<Request>): Decision;
  remove(): void;
}

export function makeProject(): Project {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'confirm-project-')));
  const [home, dir] = [join(root, 'home'), join(root, 'home', 'work')];
  for (const each of ['.git/hooks', 'src', 'scripts', 'sub', 'data', 'build', 'dist', '.husky']) {
    mkdirSync(join(dir, each), { recursive: true });
  }
  writeFileSync(join(home, '.bashrc'), '');
  for (const name of ['a', 'b', 'package.json', 'src/a.ts', 'src/b.ts', 'server.key']) {
    writeFileSync(join(dir, name), '{"scripts":{"test":"true"}}\n');
  }
  symlinkSync('/', join(dir, 'rootlink'));
  symlinkSync(join(home, '.bashrc'), join(dir, 'brc'));
  symlinkSync('.git/hooks', join(dir, 'hk'));
  return {
    dir,
    home,
    ask: (request) =>
      decide({ agent: 'claude', tool: 'Bash', workingDir: dir, home, ...request }, DEFAULT_RULES),
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
}
