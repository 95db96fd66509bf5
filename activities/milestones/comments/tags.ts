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
const DECORATION = /^[\s*#/;!%"'|<>(){}\-–—]*/;
const OWNER = String.raw`(?:\s*[([][^)\]\n]{0,80}[)\]])?`;
/** The first word of a line; a word that goes on (TODOs, TODO/PLAN) is about such marks, it is none. */
const LEADING = new RegExp(
  String.raw`^(?:@?(TODO|FIXME|HACK|XXX)|@(todo))(?![\w/,.)'"\`])${OWNER}\s*[:;\-–—]*\s*(.*)$`,
);
/** Further on in a line it needs its colon. */
const INLINE = new RegExp(String.raw`(?<![\w/'"\`])(TODO|FIXME|HACK|XXX)${OWNER}:\s+(.*)$`);
const END = /\s*(?:\*+\/|-->|\*\)|-\}|#>|\]\])?\s*$/;

/** What is marked in the comments of `text`. Marks are upper case; `@todo` is the one of documentation comments. */
export function findTags(text: string, syntax: SyntaxName): Tagged[] {
  if (!ANY_TAG.test(text)) return [];
  return findComments(text, syntax).flatMap(tagsOf);
}

function tagsOf({ text, line }: Comment): Tagged[] {
  if (!ANY_TAG.test(text)) return [];
  const lines = text.split('\n').map((one) => one.replace(END, '').replace(DECORATION, ''));
  return lines.flatMap((one, index) => {
    const match = LEADING.exec(one) ?? INLINE.exec(one);
    if (!match) return [];
    const tag = (match[1] ?? 'TODO') as Tag;
    const said = (match.at(-1) ?? '').trim();
    // "TODO:" with the rest below it.
    const told = said || (lines[index + 1]?.trim() ?? '');
    return [{ tag, text: told || '(nothing is said about it)', line: line + index }];
  });
}
