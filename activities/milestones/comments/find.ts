/**
 * Finds the comments of a file. One regular expression a language walks over comments and strings, whichever begins
 * first, so that a mark inside a string is none. It knows no grammar: nested comments end at the first end, a shell's
 * here-documents are read as code, and what stands in a template's `${}` counts as part of the string.
 */
import { type Syntax, SYNTAXES, type SyntaxName } from './syntax';

export interface Comment {
  readonly text: string;
  /** Line of its first character, from 1. */
  readonly line: number;
}

interface Scanner {
  readonly pattern: RegExp;
  readonly embedded: readonly SyntaxName[];
}

const scanners = new Map<SyntaxName, Scanner>();

function scannerOf(name: SyntaxName): Scanner {
  const known = scanners.get(name);
  if (known) return known;
  const { comments, strings, embedded = [] } = SYNTAXES[name] as Syntax;
  const parts = embedded.map(({ begin, end }, index) => `${begin}(?<part${index}>[^]*?)(?:${end}|$)`);
  const alternatives = [
    ...(comments.length > 0 ? [`(?<comment>${comments.join('|')})`] : []),
    ...parts,
    ...strings,
  ];
  const scanner = {
    pattern: new RegExp(alternatives.join('|'), 'g'),
    embedded: embedded.map(({ syntax }) => syntax),
  };
  scanners.set(name, scanner);
  return scanner;
}

/** The comments of `text`, in order. */
export function findComments(text: string, syntax: SyntaxName, firstLine = 1): Comment[] {
  const { pattern, embedded } = scannerOf(syntax);
  const found: Comment[] = [];
  const lineAt = lineCounter(text, firstLine);
  for (const match of text.matchAll(pattern)) {
    const { comment } = match.groups ?? {};
    if (comment !== undefined) {
      found.push({ text: comment, line: lineAt(match.index) });
      continue;
    }
    embedded.forEach((inner, index) => {
      const part = match.groups?.[`part${index}`];
      if (part === undefined) return;
      const start = match.index + match[0].indexOf(part);
      found.push(...findComments(part, inner, lineAt(start)));
    });
  }
  return found;
}

/** Lines of offsets that only grow. */
function lineCounter(text: string, firstLine: number): (offset: number) => number {
  let line = firstLine;
  let next = text.indexOf('\n');
  return (offset) => {
    while (next !== -1 && next < offset) {
      line += 1;
      next = text.indexOf('\n', next + 1);
    }
    return line;
  };
}
