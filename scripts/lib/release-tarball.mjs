/** The tarball of a release: its sources and what was built of them, so that a bare machine needs no compiler for ours. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { RELEASE_MARK } from './install.mjs';
import { ROOT } from './project.mjs';
import { runStep } from './run.mjs';

/** Of no use to who only runs it. */
const LEFT_OUT = ['test', 'bench', '.ci', '.github'];
const BUILT = ['dist', 'web/dist'];
const todo = 'The commit and the tag are made; mend what it says and pack it again by hand.';

/** @returns {Promise<string>} its path, relative to the checkout */
export async function packRelease(version, tag) {
  const name = `architect-dashboard-${version}`;
  const directory = mkdtempSync(join(tmpdir(), 'architect-tarball-'));
  try {
    const archive = join(directory, 'sources.tar');
    const target = join(directory, name);
    await runStep('git', ['archive', `--prefix=${name}/`, '-o', archive, tag], {
      ...{ what: 'git archive', todo, cwd: ROOT },
    });
    await runStep('tar', ['-xf', archive, '-C', directory], { what: 'tar', todo });
    for (const part of LEFT_OUT) rmSync(join(target, part), { recursive: true, force: true });
    for (const part of BUILT) cpSync(join(ROOT, part), join(target, part), { recursive: true });
    writeFileSync(join(target, RELEASE_MARK), `${version}\n`);
    mkdirSync(join(ROOT, 'releases'), { recursive: true });
    const tarball = join('releases', `${name}.tgz`);
    await runStep('tar', ['-czf', join(ROOT, tarball), '-C', directory, name], { what: 'tar', todo });
    return tarball;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
