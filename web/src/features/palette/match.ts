/** How well a text fits what was typed: whole words before their beginnings, those before letters in between. */

const WHOLE = 100;
const BEGINNING = 80;
const WORD = 60;
const INSIDE = 40;
const LETTERS = 10;

/** 0: not at all. Each word that was typed has to be in it. */
function scoreOf(typed: string, text: string): number {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const low = text.toLowerCase();
  let total = 0;
  for (const word of words) {
    const score = scoreOfWord(word, low);
    if (score === 0) return 0;
    total += score;
  }
  // Of two that fit alike the shorter one is meant.
  return words.length === 0 ? 1 : total / words.length - Math.min(low.length, 200) / 100;
}

function scoreOfWord(word: string, low: string): number {
  if (low === word) return WHOLE;
  const at = low.indexOf(word);
  if (at === 0) return BEGINNING;
  if (at > 0) return /[\p{L}\p{N}]/u.test(low[at - 1] ?? '') ? INSIDE : WORD;
  return hasLetters(word, low) ? LETTERS : 0;
}

/** Whether they are in it, in this order. */
function hasLetters(word: string, low: string): boolean {
  let from = 0;
  for (const letter of word) {
    const at = low.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}

interface Scored<Item> {
  readonly item: Item;
  readonly score: number;
}

/** The best that fit, the best first; of those that fit alike the order stays. */
export const best = <Item>(
  typed: string,
  items: readonly Item[],
  textOf: (item: Item) => string,
  most: number,
): Scored<Item>[] =>
  items
    .map((item) => ({ item, score: scoreOf(typed, textOf(item)) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, most);
