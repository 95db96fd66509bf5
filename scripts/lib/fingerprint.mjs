/** Fingerprints of files: a quick one that only looks at them from outside, and one of what is in them. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';

/** All files among `entries` (files or directories) whose path passes, sorted. What doesn't exist is left out. */
export function listFiles(root, entries, passes) {
  return entries
    .flatMap((entry) => {
      const path = join(root, entry);
      const stat = statSync(path, { throwIfNoEntry: false });
      if (!stat) return [];
      if (!stat.isDirectory()) return [path];
      return readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((item) => item.isFile())
        .map((item) => join(item.parentPath ?? item.path, item.name))
        .filter(passes);
    })
    .sort();
}

/** Changes whenever a file's time or size does: cheap, and wrong only towards caution (a touched file). */
export function statFingerprint(root, files) {
  return digest(
    files.map((file) => {
      const { mtimeMs, size } = statSync(file);
      return `${relative(root, file)} ${mtimeMs} ${size}`;
    }),
  );
}

export function contentFingerprint(root, files) {
  return digest(files.map((file) => `${relative(root, file)} ${sha256(readFileSync(file))}`));
}

export function sha256(data) {
  return createHash('sha256').update(data).digest('hex');
}

function digest(lines) {
  return sha256(lines.join('\n'));
}
