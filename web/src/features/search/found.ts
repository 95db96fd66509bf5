/** What a search found. */
import type { SearchHit } from '../../../../api/document/api-types';

interface Hits {
  readonly q: string;
  /** The best. */
  readonly items: readonly SearchHit[];
  readonly total: number;
}
export type Found = Hits | { readonly fault: string };

export function titleOf(found: Found): string {
  if ('fault' in found) return 'Search';
  const { q, items, total } = found;
  if (!total) return `Nothing found for “${q}”`;
  const count =
    total > items.length ? `the best ${items.length} of ${total.toLocaleString()}` : String(total);
  return `Found for “${q}”: ${count}`;
}

const GROUPS: Record<SearchHit['type'], string> = {
  project: 'Projects',
  feature: 'Features',
  bug: 'Bugs',
  milestone: 'Milestones',
  prompt: 'Prompts',
  error: 'Errors',
};

export interface Group {
  readonly name: string;
  readonly hits: readonly SearchHit[];
}

/** Those that have any. */
export const groupsOf = (hits: readonly SearchHit[]): Group[] =>
  Object.entries(GROUPS)
    .map(([type, name]) => ({ name, hits: hits.filter((hit) => hit.type === type) }))
    .filter((group) => group.hits.length > 0);
