#!/usr/bin/env node
/**
 * `npm run release -- minor`: the version in every file that has it, the changelog, what is kept of the release for the
 * tests, a commit, a tag and a tarball that starts on a bare machine. Nothing is pushed.
 */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { ensureBuilt } from './lib/build.mjs';
import { askedForHelp } from './lib/help.mjs';
import { ensureInstalled } from './lib/install.mjs';
import { requireNode, ROOT, runMain, say, SetupError } from './lib/project.mjs';
import { changedFiles, nextVersion, readVersion, writeChanges } from './lib/release-files.mjs';
import { packRelease } from './lib/release-tarball.mjs';
import { endStepsOnSignals, run, runStep } from './lib/run.mjs';

const HELP = `npm run release -- patch|minor|major|X.Y.Z   makes a release here: commit, tag and tarball; pushes nothing
npm run release -- minor --dry-run           says what it would do, and changes nothing

The work tree has to be clean, and CHANGELOG.md has to have something under "Unreleased".
The tarball is put into releases/; unpacked, it starts with npm start.
`;

await runMain(async () => {
  requireNode();
  if (askedForHelp(HELP)) return 0;
  endStepsOnSignals();
  const args = process.argv.slice(2);
  const dryRun = args.includes('--dry-run');
  const [step, ...more] = args.filter((arg) => arg !== '--dry-run');
  if (step === undefined || more.length > 0) throw new SetupError(`Say which release.\n\n${HELP}`);

  const version = nextVersion(readVersion(), step);
  const tag = `v${version}`;
  await refuseIfUnready(tag);
  // All faults are found before anything is written.
  const changes = changedFiles(version, new Date());
  if (dryRun) {
    const files = changes.map(({ file, what }) => `  ${file}: ${what}`);
    process.stdout.write(
      `${readVersion()} -> ${version}\n${files.join('\n')}\n  test/releases/${version}: its databases and histories\n` +
        `  commit "release: ${version}", tag ${tag}, releases/architect-dashboard-${version}.tgz\nNothing was changed.\n`,
    );
    return 0;
  }
  // Before package-lock.json has another version in it: npm would install all again.
  await ensureInstalled(process.env);
  writeChanges(changes);
  const require = createRequire(import.meta.url);
  require('../test/support/typescript.cjs');
  require('../test/support/releases.ts').keepRelease(join(ROOT, 'test/releases', version));
  await ensureBuilt(process.env);
  const files = [...changes.map(({ file }) => file), `test/releases/${version}`];
  await git('add', '--', ...files);
  await git('commit', '--quiet', '-m', `release: ${version}`, '--', ...files);
  await git('tag', '--annotate', tag, '-m', `Architect Dashboard ${version}`);
  const tarball = await packRelease(version, tag);
  process.stdout.write(`Architect Dashboard ${version}: commit and tag ${tag}, ${tarball}\n`);
  say(`Nothing was pushed. Look at it (git show ${tag}), then: git push --follow-tags`);
  return 0;
});

async function git(...args) {
  return runStep('git', args, {
    ...{ what: `git ${args[0]}`, cwd: ROOT },
    todo: 'Mend what it says, then start again; git restore --staged --worktree . takes back what is not committed.',
  });
}

async function refuseIfUnready(tag) {
  const status = await git('status', '--porcelain');
  if (status.stdout.trim() !== '')
    throw new SetupError(
      `The work tree isn't clean: commit or stash this first.\n${status.stdout.trimEnd()}`,
    );
  const { ok } = await run('git', ['rev-parse', '--verify', '--quiet', `refs/tags/${tag}`], { cwd: ROOT });
  if (ok) throw new SetupError(`There is a tag ${tag} already. Name another version.`);
}
