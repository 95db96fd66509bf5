/** Where reports are kept: two files a project and day, and copies of the latest. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import writeFileAtomic from 'write-file-atomic';

export interface ReportFiles {
  /** Names in the directory of reports. */
  readonly jsonPath: string;
  readonly markdownPath: string;
}

interface ReportTexts {
  readonly json: string;
  readonly markdown: string;
}

/** Only the owner reads what is left to do. */
const MODE = 0o600;

/** @throws what the file system throws: a full disk, a directory that can't be written */
export async function writeReport(
  directory: string,
  project: { readonly id: number; readonly name: string },
  day: string,
  { json, markdown }: ReportTexts,
): Promise<ReportFiles> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const name = fileName(project);
  for (const stem of [`${name}-${day}`, `${name}-latest`]) {
    await writeFileAtomic(join(directory, `${stem}.json`), json, { mode: MODE });
    await writeFileAtomic(join(directory, `${stem}.md`), markdown, { mode: MODE });
  }
  return { jsonPath: `${name}-${day}.json`, markdownPath: `${name}-${day}.md` };
}

const MAX_NAME_CHARS = 80;

/** The project's name where it is one for a file; else what is left of it with the project's id. */
export function fileName({ id, name }: { readonly id: number; readonly name: string }): string {
  const safe = name
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}_-]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, MAX_NAME_CHARS);
  // `~` stands in no name that is taken as it is, so that two projects never share a file.
  return safe === name ? name : `${safe || 'project'}~${id}`;
}
