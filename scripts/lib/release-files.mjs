/** The files that have the version in them, as they are for the next one. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, SetupError } from './project.mjs';

const VERSION = /^(\d+)\.(\d+)\.(\d+)$/;
const STEPS = ['major', 'minor', 'patch'];

const read = (file) => readFileSync(join(ROOT, file), 'utf8');

export const readVersion = () => JSON.parse(read('package.json')).version;

/** `step`: major, minor, patch, or a version that is newer. @throws SetupError */
export function nextVersion(version, step) {
  const parts = VERSION.exec(version).slice(1).map(Number);
  const at = STEPS.indexOf(step);
  if (at >= 0) return parts.map((part, index) => (index < at ? part : index === at ? part + 1 : 0)).join('.');
  const wanted = VERSION.exec(step)?.slice(1).map(Number);
  if (!wanted)
    throw new SetupError(`"${step}" is no release: say patch, minor, major, or a version like 3.1.0.`);
  const first = wanted.findIndex((part, index) => part !== parts[index]);
  // The first release of all may have the version that is there.
  if (first >= 0 && wanted[first] < parts[first])
    throw new SetupError(`${step} is older than ${version}, which this is.`);
  return step;
}

/**
 * What is to be written.
 * @returns {{ file: string, what: string, text: string }[]}
 * @throws SetupError where a file isn't as expected, or nothing has changed since the last release
 */
export function changedFiles(version, now) {
  const before = readVersion();
  const date = now.toISOString().slice(0, 10);
  return [
    replaced('package.json', `"version": "${before}"`, `"version": "${version}"`, 1),
    lockfile(version),
    replaced('docker-compose.yml', `architect-dashboard:${before}`, `architect-dashboard:${version}`, 1),
    replaced(
      'deploy/compose.workers.yml',
      `architect-dashboard:${before}`,
      `architect-dashboard:${version}`,
      1,
    ),
    replaced('docs/containers.md', `architect-dashboard:${before}`, `architect-dashboard:${version}`, 1),
    changelog(version, date),
  ];
}

export function writeChanges(changes) {
  for (const { file, text } of changes) writeFileSync(join(ROOT, file), text);
}

function replaced(file, from, to, count) {
  const parts = read(file).split(from);
  if (parts.length !== count + 1)
    throw new SetupError(`${file} has "${from}" ${parts.length - 1} times, not ${count}: correct it first.`);
  return { file, what: to, text: parts.join(to) };
}

/** npm writes it so as well. */
function lockfile(version) {
  const lock = JSON.parse(read('package-lock.json'));
  lock.version = version;
  lock.packages[''].version = version;
  return {
    ...{ file: 'package-lock.json', what: `version ${version}` },
    text: `${JSON.stringify(lock, null, 2)}\n`,
  };
}

/** What is unreleased gets the version and the date, and an empty part is put above it. */
function changelog(version, date) {
  const file = 'CHANGELOG.md';
  // With the hint for those who write in it.
  const [head] = /^# Changelog\n\n## Unreleased\n\n(?:<!--[\s\S]*?-->\n\n)?/.exec(read(file)) ?? [];
  if (head === undefined) throw new SetupError(`${file} doesn't begin with the part "Unreleased".`);
  const rest = read(file).slice(head.length);
  if (!/^- /m.test(rest.split(/^## /m)[0]))
    throw new SetupError(`${file} has nothing under "Unreleased": there is nothing to release.`);
  return {
    ...{ file, what: `"Unreleased" becomes ${version} (${date})` },
    text: `${head}## ${version} (${date})\n\n${rest}`,
  };
}
