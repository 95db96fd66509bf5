/** Scans the files of a project for what is left to do. Reads only. */
import { join } from 'node:path';
import { syntaxOfName, syntaxOfShebang } from './comments/languages';
import { findTags } from './comments/tags';
import type { Finding } from './finding';
import { checklistFindings, isMarkdown, isPlanFile, planFindings } from './plans';
import { readText } from './read';
import { type LeftOut, walk } from './walk';

export interface Scan {
  readonly findings: readonly Finding[];
  /** Files that were read. */
  readonly files: number;
  readonly left: Readonly<LeftOut>;
  /** Whether the scan can tell what is in the file `path`, gone files included. */
  readonly wasRead: (path: string) => boolean;
}

/** Files read at once: enough to keep the disk busy, few enough to keep the server quick. */
const AT_ONCE = 16;
/** A longer text is no note but an essay. */
const MAX_TEXT_CHARS = 300;
/** Further findings say nothing new about a project that has so many. */
export const MAX_FINDINGS = 20_000;

/** How generators mark what nobody should edit. */
const GENERATED = /\bcode generated\b.*\bdo not edit\b|^\W*@generated\b/im;
const HEADER_CHARS = 1_000;

/** @throws what reading the directory `root` throws; an AbortError when it is cancelled */
export async function scanFiles(root: string, signal: AbortSignal): Promise<Scan> {
  const left: LeftOut = { ignored: 0, vendored: 0, links: 0, binary: 0, huge: 0, unread: [] };
  const findings: Finding[] = [];
  const notRead = new Set<string>();
  const running = new Set<Promise<void>>();
  const look = async (path: string, name: string): Promise<void> => {
    const content = await readText(join(root, path));
    if ('text' in content && GENERATED.test(content.text.slice(0, HEADER_CHARS))) left.vendored += 1;
    else if ('text' in content) findings.push(...findingsOf(path, name, content.text));
    else {
      notRead.add(path);
      if (content.left === 'unread') left.unread.push(path);
      else left[content.left] += 1;
    }
  };
  const { files } = await walk(root, {
    signal,
    left,
    async onFile(path, name) {
      if (running.size >= AT_ONCE) await Promise.race(running);
      signal.throwIfAborted();
      const work = look(path, name).finally(() => running.delete(work));
      running.add(work);
    },
  });
  await Promise.all(running);
  // In the order of the tree, whichever file was read first.
  findings.sort((a, b) => (a.path === b.path ? a.line - b.line : a.path < b.path ? -1 : 1));
  const unreadDirectories = left.unread.filter((path) => path.endsWith('/'));
  return {
    findings: findings.slice(0, MAX_FINDINGS),
    files: files - notRead.size,
    left,
    wasRead: (path) =>
      findings.length <= MAX_FINDINGS &&
      !notRead.has(path) &&
      !unreadDirectories.some((directory) => path.startsWith(directory)),
  };
}

/** What is left to do in one file. */
export function findingsOf(path: string, name: string, text: string): Finding[] {
  const plan = isPlanFile(name);
  const syntax = syntaxOfName(name) ?? (plan ? undefined : syntaxOfShebang(text));
  const tagged =
    syntax === undefined
      ? []
      : findTags(text, syntax).map(({ tag, text: told, line }): Finding => ({
          ...{ kind: 'comment', tag, text: told, path, line },
          ...{ section: null, done: false, ahead: false },
        }));
  const listed = plan
    ? planFindings(path, name, text)
    : isMarkdown(name)
      ? checklistFindings(path, text)
      : [];
  return [...tagged, ...listed].map((finding) => ({ ...finding, text: shown(finding.text) }));
}

/** One line, without what a terminal would act on. */
function shown(text: string): string {
  const clean = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return clean.length > MAX_TEXT_CHARS ? `${clean.slice(0, MAX_TEXT_CHARS - 1)}…` : clean;
}
