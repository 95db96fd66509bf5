/** C0, DEL and C1: typed into a terminal or written to one, they act and don't stand there. */

/** But for tab and line feed, which are fine in a text. */
export const CONTROL = /(?![\t\n])\p{Cc}/u;
/** In what is one line: a name, a pattern. */
export const CONTROL_IN_LINE = /\p{Cc}/u;

const EVERY_CONTROL = new RegExp(CONTROL, 'gu');

export function withoutControl(text: string): string {
  return text.replace(EVERY_CONTROL, '');
}

/**
 * What changes the order in which a line is shown, and what isn't seen at all, but for the joiners of scripts and emoji:
 * with them a command looks like another one.
 */
const HIDDEN = /[\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\u{e0000}-\u{e007f}]/gu;

/** A text of others as a person should see it: nothing acts on the terminal, and what would hide stands there by its number. */
export function readable(text: string): string {
  return showHidden(withoutControl(text));
}

const ESCAPED_IN_JSON = new RegExp(`[\\x7f-\\x9f]|${HIDDEN.source}`, 'gu');

/** The same JSON, with what acts on a terminal or hides in it as `\\u`: JSON by itself escapes only up to U+001F. */
export function escapeInJson(json: string): string {
  const unit = (at: number): string => `\\u${at.toString(16).padStart(4, '0')}`;
  return json.replace(ESCAPED_IN_JSON, (char) =>
    [...Array(char.length).keys()].map((at) => unit(char.charCodeAt(at))).join(''),
  );
}

export function showHidden(text: string): string {
  const number = (char: string): string => (char.codePointAt(0) ?? 0).toString(16).toUpperCase();
  return text.replace(HIDDEN, (char) => `<U+${number(char).padStart(4, '0')}>`);
}
