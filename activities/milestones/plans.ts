/** Files that are about what is left to do, and check-lists in other Markdown files. */
import type { Tag } from '../../workflows/contracts/milestones';
import type { Finding } from './finding';
import { type Entry, listEntries } from './lists';

/** TODO, TODO.md, project-plan.txt, ROADMAP.rst, NEXT_STEPS.md ... */
const PLAN_FILE =
  /^(?:[\p{L}\p{N}]+[-_. ])*(todos?|plans?|roadmap|next(?:[-_ ]?steps)?)(?:\.(?:md|markdown|mdx|txt|rst|org|adoc))?$/iu;
const MARKDOWN = /\.(?:md|markdown|mdx)$/i;
/** Forms that people fill in for each issue: nobody ever ticks the boxes in the file. */
const TEMPLATE = /(?:^|\/)(?:\.github|\.gitlab)\/|template/i;
const ANY_BOX = /\[[ xX]\]\s/;
const DONE_SECTION = /^(?:done|completed?|finished|shipped|released|erledigt)\b|[✅✔]/iu;
const DONE_ENTRY = /^(?:~~.*~~|[✅✔☑✓]|DONE\b)/u;
const LEADING_MARK = /^(?:[✅✔☑✓]\s*|(?:DONE|TODO|FIXME|HACK|XXX)\b\s*:?\s*)+/u;
/** More than this on one line is prose. */
const MAX_LINE_CHARS = 300;

export const isPlanFile = (name: string): boolean => PLAN_FILE.test(name);
export const isMarkdown = (name: string): boolean => MARKDOWN.test(name);

/** What a plan file lists: every entry, or every line where it has no list. */
export function planFindings(path: string, name: string, text: string): Finding[] {
  const entries = listEntries(text);
  const ahead = /^(?:plan|roadmap)/i.test(PLAN_FILE.exec(name)?.[1] ?? '');
  if (entries.length === 0 && !isMarkdown(name)) return plainLines(path, text, ahead);
  return entries
    .filter(({ isParent, checked }) => !isParent || checked !== null)
    .map((entry) => findingOf(entry, path, 'plan', ahead))
    .filter(({ text: told }) => told !== '');
}

/** Boxes in any other Markdown file. */
export function checklistFindings(path: string, text: string): Finding[] {
  if (!ANY_BOX.test(text) || TEMPLATE.test(path)) return [];
  return listEntries(text)
    .filter(({ checked, text: told }) => checked !== null && told !== '')
    .map((entry) => findingOf(entry, path, 'checklist', false));
}

function findingOf(entry: Entry, path: string, kind: Finding['kind'], ahead: boolean): Finding {
  const { text, line, section, checked } = entry;
  return {
    kind,
    tag: (/^(TODO|FIXME|HACK|XXX)\b/.exec(text)?.[1] as Tag | undefined) ?? null,
    text: text.replace(LEADING_MARK, '').replace(/^~~(.*)~~$/, '$1'),
    path,
    line,
    section,
    done: checked ?? (DONE_ENTRY.test(text) || (section !== null && DONE_SECTION.test(section))),
    ahead,
  };
}

/** A line an entry; todo.txt marks those that are done with an `x`. */
function plainLines(path: string, text: string, ahead: boolean): Finding[] {
  return text.split('\n').flatMap((raw, index): Finding[] => {
    const line = raw.trim();
    // Headings, rules and underlines say nothing to do.
    if (!/[\p{L}\p{N}]/u.test(line) || line.endsWith(':') || line.startsWith('#')) return [];
    if (line.length > MAX_LINE_CHARS) return [];
    const done = /^x\s/.test(line);
    const entry = { text: line.replace(/^x\s+/, ''), line: index + 1, section: null, checked: null };
    const finding = findingOf({ ...entry, isParent: false }, path, 'plan', ahead);
    return [{ ...finding, done: done || finding.done }];
  });
}
