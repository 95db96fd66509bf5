/** C0, DEL and C1: typed into a terminal or written to one, they act and don't stand there. */

/** But for tab and line feed, which are fine in a text. */
export const CONTROL = /(?![\t\n])\p{Cc}/u;
/** In what is one line: a name, a pattern. */
export const CONTROL_IN_LINE = /\p{Cc}/u;

const EVERY_CONTROL = new RegExp(CONTROL, 'gu');

export function withoutControl(text: string): string {
  return text.replace(EVERY_CONTROL, '');
}
