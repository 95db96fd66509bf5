/** The entries of lists in Markdown and in plain text that is written like it. */
import MarkdownIt from 'markdown-it';

export interface Entry {
  readonly text: string;
  /** From 1. */
  readonly line: number;
  /** The nearest heading above, or the entry it is part of. */
  readonly section: string | null;
  /** null where it has no box. */
  readonly checked: boolean | null;
  /** It has entries below it. */
  readonly isParent: boolean;
}

const markdown = new MarkdownIt('commonmark', { html: true });
const BOX = /^\[([ xX])\]\s+/;

interface OpenEntry {
  text: string | null;
  line: number;
  section: string | null;
  isParent: boolean;
}

export function listEntries(source: string): Entry[] {
  const found: OpenEntry[] = [];
  const stack: OpenEntry[] = [];
  let heading: string | null = null;
  let inHeading = false;
  for (const { type, map, content } of markdown.parse(source, {})) {
    if (type === 'heading_open') inHeading = true;
    else if (type === 'heading_close') inHeading = false;
    else if (type === 'list_item_open') {
      const parent = stack.at(-1);
      if (parent) parent.isParent = true;
      const entry = {
        text: null,
        line: (map?.[0] ?? 0) + 1,
        section: parent?.text ?? heading,
        isParent: false,
      };
      found.push(entry);
      stack.push(entry);
    } else if (type === 'list_item_close') stack.pop();
    else if (type === 'inline') {
      const entry = stack.at(-1);
      if (inHeading) heading = content;
      // Its first paragraph; those that follow explain it.
      else if (entry && entry.text === null) entry.text = content;
    }
  }
  return found.flatMap((entry) => (entry.text === null ? [] : [told({ ...entry, text: entry.text })]));
}

function told({ text, line, section, isParent }: OpenEntry & { text: string }): Entry {
  const box = BOX.exec(text);
  return {
    text: text.replace(BOX, '').replace(/\s+/g, ' ').trim(),
    line,
    section: section?.replace(BOX, '') ?? null,
    checked: box ? box[1] !== ' ' : null,
    isParent,
  };
}
