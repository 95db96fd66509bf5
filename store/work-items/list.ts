/** Lists of one table: filtered, searched, sorted and paged by SQLite. */
import { textMatch } from '../db/text-match';
import type { Db } from '../db/open';

export interface ListQuery {
  /** Column -> the values it may have. */
  readonly where?: Readonly<Record<string, readonly (string | number)[] | undefined>>;
  /** Whatever else has to hold. */
  readonly further?: readonly Condition[];
  /** Part of one of the table's texts, any case. */
  readonly text?: string | undefined;
  /** Columns in order of weight; the id decides between equals. */
  readonly sort?: readonly Sort[] | undefined;
  /** undefined: all. */
  readonly limit?: number | undefined;
  readonly offset?: number | undefined;
}

export type Condition = readonly [sql: string, ...values: unknown[]];

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export interface List<Row> {
  readonly items: Row[];
  /** How many there are without limit and offset. */
  readonly total: number;
}

export interface Listed {
  readonly table: string;
  /** Columns in which `text` is looked for. */
  readonly text: readonly string[];
  /** Columns of words that have an order of their own, lowest first. */
  readonly ranked?: Readonly<Record<string, readonly string[]>>;
}

/** A filter that names nothing leaves nothing out. */
export const ifAny = <Word>(wanted: readonly Word[] | undefined): readonly Word[] | undefined =>
  wanted?.length ? wanted : undefined;

/** Names of columns come from code, never from a request: they stand in the SQL as they are. */
export function lister<Row>(db: Db, { table, text: texts, ranked = {} }: Listed) {
  const place = (column: string): string => {
    const words = ranked[column] ?? [];
    const ranks = words.map((word, rank) => `WHEN '${word}' THEN ${rank}`).join(' ');
    return words.length > 0 ? `CASE ${column} ${ranks} ELSE -1 END` : column;
  };
  const get = db.prepare<[number], Row>(`SELECT * FROM ${table} WHERE id = ?`);
  return (query: ListQuery): List<Row> => {
    const { where, values } = conditions(query, texts);
    const order = [...(query.sort ?? []), { column: 'id', descending: query.sort?.[0]?.descending ?? false }]
      .map(({ column, descending }) => `${place(column)} ${descending ? 'DESC' : 'ASC'}`)
      .join(', ');
    const { limit = -1, offset = 0 } = query;
    if (query.text) {
      // Reading all the texts takes longest: a search does it once, not again to count.
      const ids = db
        .prepare<unknown[], number>(`SELECT id FROM ${table} ${where} ORDER BY ${order}`)
        .pluck()
        .all(...values);
      const page = ids.slice(offset, limit < 0 ? undefined : offset + limit);
      return { items: page.map((id) => get.get(id) as Row), total: ids.length };
    }
    // Ids are sorted first: sorting whole rows, texts and all, takes many times as long.
    const items = db
      .prepare<unknown[], Row>(
        `SELECT * FROM ${table} WHERE id IN (SELECT id FROM ${table} ${where} ORDER BY ${order} LIMIT ? OFFSET ?)
         ORDER BY ${order}`,
      )
      .all(...values, limit, offset);
    if (limit < 0 && offset === 0) return { items, total: items.length };
    const count = db.prepare<unknown[], number>(`SELECT count(*) FROM ${table} ${where}`).pluck();
    return { items, total: count.get(...values) ?? 0 };
  };
}

function conditions(
  { where = {}, further = [], text }: ListQuery,
  texts: readonly string[],
): { where: string; values: unknown[] } {
  const parts: string[] = [];
  const values: unknown[] = [];
  for (const [column, wanted] of Object.entries(where)) {
    if (wanted === undefined) continue;
    parts.push(`${column} IN (${wanted.map(() => '?').join()})`);
    values.push(...wanted);
  }
  for (const [sql, ...own] of further) {
    parts.push(sql);
    values.push(...own);
  }
  if (text) {
    const { like, pattern } = textMatch(text);
    parts.push(`(${texts.map((column) => like(column, '?')).join(' OR ')})`);
    values.push(...texts.map(() => pattern(text)));
  }
  return { where: parts.length > 0 ? `WHERE ${parts.join(' AND ')}` : '', values };
}
