/** The first `chars` UTF-16 units of a text; no half of a character, which others refuse to read. */
export const beginning = (text: string, chars: number): string =>
  text.slice(0, chars).replace(/[\uD800-\uDBFF]$/, '');
