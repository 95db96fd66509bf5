/**
 * Takes the values of secrets out of a screen: also where colours, the end of a row or the frame of a box stand between
 * their characters, and where one is still being written or has partly left the screen. Encoded ones it doesn't know.
 */

const MASK = '*';
const SEQUENCE = /(\x1b\[[\d;]*m)/; // oxlint-disable-line no-control-regex
const SEQUENCES = new RegExp(SEQUENCE, 'g');
/** What a terminal, or a program that draws boxes, puts between the characters of a text. */
const BETWEEN = /[\s\u2500-\u259f|]/g;
const STANDS_BETWEEN = new RegExp(`^${BETWEEN.source}$`);
/** Of a value in several lines, shorter lines are no secret by themselves: `{`, `-----`. */
const SHORTEST_LINE = 6;
/** A part of a secret counts as one if it is that long, and at least half of it. */
const SHORTEST_PART = 6;

interface Place {
  readonly row: number;
  /** Index in the characters of the row, sequences not counted. */
  readonly at: number;
}

/** @param secrets values; those that are empty are left out */
export function maskOf(secrets: readonly string[]): (rows: readonly string[]) => readonly string[] {
  const wanted = [...new Set(secrets.flatMap(linesOf).map(bare))].filter((value) => value !== '');
  if (wanted.length === 0) return (rows) => rows;
  return (rows) => {
    const text = bare(rows.map((row) => row.replaceAll(SEQUENCES, '')).join(''));
    const hits = wanted.flatMap((secret) => [...found(text, secret)]);
    // Nearly always: where each character stands is looked at only for those that are hidden.
    if (hits.length === 0) return rows;
    const places = placesIn(rows);
    const hidden = new Map<number, Set<number>>();
    for (const [from, to] of hits)
      for (const { row, at } of places.slice(from, to)) {
        const of = hidden.get(row) ?? new Set<number>();
        hidden.set(row, of.add(at));
      }
    return rows.map((row, index) => covered(row, hidden.get(index)));
  };
}

/** The value, and each of its lines. */
const linesOf = (value: string): string[] => [
  value,
  ...value.split(/\r?\n/).filter((line) => bare(line).length >= SHORTEST_LINE),
];

const bare = (text: string): string => text.replace(BETWEEN, '');

/** Where each character of all rows stands, in UTF-16, but for those that may stand between the others of a text. */
function placesIn(rows: readonly string[]): Place[] {
  const places: Place[] = [];
  rows.forEach((row, number) => {
    let at = 0;
    row.split(SEQUENCE).forEach((piece, index) => {
      if (index % 2 === 1) return;
      for (const unit of piece.split('')) {
        if (!STANDS_BETWEEN.test(unit)) places.push({ row: number, at });
        at += 1;
      }
    });
  });
  return places;
}

/** Where the secret stands, whole, its beginning or its end. */
function* found(text: string, secret: string): Generator<readonly [from: number, to: number]> {
  const { length } = secret;
  const part = Math.max(SHORTEST_PART, Math.ceil(length / 2));
  if (part >= length) {
    yield* each(text, secret);
    return;
  }
  const [head, tail] = [secret.slice(0, part), secret.slice(-part)];
  for (const [from, to] of each(text, head)) {
    let more = 0;
    while (part + more < length && text[to + more] === secret[part + more]) more += 1;
    yield [from, to + more];
  }
  for (const [from, to] of each(text, tail)) {
    let more = 0;
    while (part + more < length && text[from - 1 - more] === secret[length - part - 1 - more]) more += 1;
    yield [from - more, to];
  }
}

function* each(text: string, what: string): Generator<readonly [from: number, to: number]> {
  for (let at = text.indexOf(what); at !== -1; at = text.indexOf(what, at + 1)) yield [at, at + what.length];
}

function covered(row: string, hidden: ReadonlySet<number> | undefined): string {
  if (!hidden) return row;
  let at = 0;
  const pieces = row.split(SEQUENCE).map((piece, index) => {
    if (index % 2 === 1) return piece;
    const units = piece.split('').map((unit) => (hidden.has(at++) ? MASK : unit));
    return units.join('');
  });
  return pieces.join('');
}
