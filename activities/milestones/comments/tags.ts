/** Finds what comments mark as left to do. */
import type { Tag } from '../../../workflows/contracts/milestones';
import { type Comment, findComments } from './find';
import type { SyntaxName } from './syntax';

export interface Tagged {
  readonly tag: Tag;
  readonly text: string;
  readonly line: number;
}

/** Cheap: most files hold none, and are not looked at any closer. */
const ANY_TAG = /\b(?:TODO|FIXME|HACK|XXX)\b|@todo\b/;
/** What comments are drawn with. */
const DECORATION = /^(?:[\s*#/;:!%|<>(){}[\]\-–—]|@?[Rr][Ee][Mm]\b|["'](?=\s))*/;
const OWNER = String.raw`(?:\s*[([][^)\]\n]{0,80}[)\]])?`;
/** The first word of a line; a word that goes on (TODOs, TODO/PLAN) is about such marks, it is none. */
const LEADING = new RegExp(
  String.raw`^(?:@?(TODO|FIXME|HACK|XXX)|@(todo))(?![\w/,.)'"\`])${OWNER}\s*[:;\-–—]*\s*(.*)$`,
);
/** Further on in a line it needs its colon. */
const INLINE = new RegExp(String.raw`(?<![\w/'"\`])(TODO|FIXME|HACK|XXX)${OWNER}:\s+(.*)$`);
const END = /(?:\*\/|-->|\*\)|-\}|#>|\]\])$/;

/** What is marked in the comments of `text`. Marks are upper case; `@todo` is the one of documentation comments. */
export function findTags(text: string, syntax: SyntaxName): Tagged[] {
  if (!ANY_TAG.test(text)) return [];
  const lines = findComments(text, syntax).flatMap(linesOf);
  return lines.flatMap(({ text: said, line }, index) => {
    const match = LEADING.exec(said) ?? INLINE.exec(said);
    if (!match) return [];
    const next = lines[index + 1];
    // "TODO:" with the rest below it.
    const told = (match.at(-1) ?? '').trim() || (next?.line === line + 1 ? next.text : '');
    return [{ tag: (match[1] ?? 'TODO') as Tag, text: told || '(nothing is said about it)', line }];
  });
}

function linesOf({ text, line }: Comment): { text: string; line: number }[] {
  return text.split('\n').map((one, index) => ({
    text: one.trimEnd().replace(END, '').trimEnd().replace(DECORATION, ''),
    line: line + index,
  }));
}
