/**
 * Search over everything people wrote. All words must occur in a row, anywhere and in any case. A title that is the
 * text comes first, then titles that begin with it, titles that hold all words, and texts that do; equals by age.
 */
import type { SearchType } from '../../workflows/contracts/work-item-words';
import { textMatch } from '../db/text-match';
import type { Db } from '../db/open';

export interface SearchHit {
  readonly type: SearchType;
  readonly id: number;
  readonly title: string;
  /** The text around the first word, or the beginning of the text. */
  readonly excerpt: string;
  readonly status: string | null;
  readonly project_id: number | null;
  /** 1 best to 4, see above. */
  readonly rank: number;
  readonly updated_at: string | null;
}

export interface SearchQuery {
  readonly text: string;
  readonly types: readonly SearchType[];
  readonly limit: number;
  readonly offset: number;
}

interface Source {
  readonly database: 'architect' | 'assigner';
  readonly table: string;
  readonly title: string;
  /** SQL of the text beside the title. */
  readonly body: string;
  readonly status: string;
  readonly project: string;
  readonly at: string;
}

const BEGINNING_CHARS = 120;
const SOURCES: Record<SearchType, Source> = {
  project: source('architect', 'projects', 'name', "coalesce(description, '')", { project: 'id' }),
  feature: source('architect', 'features', 'title', "coalesce(description, '') || ' ' || coalesce(spec, '')"),
  bug: source('architect', 'bugs', 'title', "coalesce(description, '')"),
  milestone: source('architect', 'milestone_summaries', "coalesce(title, '')", "coalesce(summary, '')", {
    status: 'NULL',
  }),
  prompt: source(
    'assigner',
    'prompts',
    `substr(content, 1, ${BEGINNING_CHARS})`,
    "content || ' ' || coalesce(response, '')",
    { project: 'NULL', at: 'coalesce(completed_at, created_at)' },
  ),
  error: source('architect', 'error_groups', 'message', "coalesce(source, '')", {
    status: "CASE WHEN resolved_at IS NULL THEN 'open' ELSE 'resolved' END",
    project: 'NULL',
    at: 'last_seen',
  }),
};

function source(
  database: Source['database'],
  table: string,
  title: string,
  body: string,
  { status = 'status', project = 'project_id', at = 'updated_at' } = {},
): Source {
  return { database, table, title, body, status, project, at };
}

/** Rows of one kind that are looked at: with more, a search that says so little finds nothing in particular. */
const MAX_OF_A_KIND = 1_000;
const EXCERPT_CHARS = 160;

export type Search = ReturnType<typeof search>;

export function search(databases: Readonly<Record<Source['database'], Db>>) {
  const find = (type: SearchType, text: string, words: readonly string[]): SearchHit[] => {
    const { database, table, title, body, status, project, at } = SOURCES[type];
    const { like, pattern } = textMatch(text);
    const all = (column: string) => words.map((_, index) => like(column, `@word${index}`)).join(' AND ');
    const sql = `SELECT id, title, body AS excerpt, status, project_id, updated_at,
        CASE WHEN ${like('title', '@exact')} THEN 1 WHEN ${like('title', '@start')} THEN 2
          WHEN ${all('title')} THEN 3 ELSE 4 END AS rank
      FROM (SELECT id, ${title} AS title, ${body} AS body, ${status} AS status, ${project} AS project_id,
        ${at} AS updated_at FROM ${table})
      WHERE ${all("(title || ' ' || body)")} ORDER BY rank, updated_at DESC, id DESC LIMIT ${MAX_OF_A_KIND}`;
    const exact = pattern(text).slice(1, -1);
    const values = Object.fromEntries(words.map((word, index) => [`word${index}`, pattern(word)]));
    return databases[database]
      .prepare<[object], Omit<SearchHit, 'type'>>(sql)
      .all({ ...values, exact, start: `${exact}%` })
      .map((hit) => ({ ...hit, type, excerpt: excerpt(hit.excerpt, words) }));
  };

  return ({ text, types, limit, offset }: SearchQuery): { items: SearchHit[]; total: number } => {
    const words = text.split(/\s+/).filter(Boolean);
    if (words.length === 0) return { items: [], total: 0 };
    const hits = types
      .flatMap((type) => find(type, text.trim(), words))
      .sort((a, b) => a.rank - b.rank || (b.updated_at ?? '').localeCompare(a.updated_at ?? ''));
    return { items: hits.slice(offset, offset + limit), total: hits.length };
  };
}

function excerpt(body: string, words: readonly string[]): string {
  const lower = body.toLowerCase();
  const places = words.map((word) => lower.indexOf(word.toLowerCase())).filter((place) => place >= 0);
  const from = Math.max(0, Math.min(...(places.length > 0 ? places : [0])) - EXCERPT_CHARS / 4);
  const cut = body
    .slice(from, from + EXCERPT_CHARS)
    .replace(/\s+/g, ' ')
    .trim();
  return `${from > 0 ? '…' : ''}${cut}${from + EXCERPT_CHARS < body.length ? '…' : ''}`;
}
