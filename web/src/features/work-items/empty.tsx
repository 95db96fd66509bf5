/** What stands in the place of a list without rows: how to begin, or that the filter is too narrow. */
import type { VNode } from 'preact';
import type { Kind } from './kinds';
import type { Listed } from './list';
import { addressOf, DEFAULT_FILTERS } from './url-state';

const WORDS: Record<Kind, { readonly title: string; readonly text: string; readonly add: string }> = {
  features: {
    title: 'No features yet.',
    text: 'A feature is something to be built. “Work on this” sends it to an agent.',
    add: 'Add a feature',
  },
  bugs: {
    title: 'No bugs yet.',
    text: 'A bug is something to be mended. “Work on this” sends it to an agent.',
    add: 'Add a bug',
  },
  projects: {
    title: 'No projects yet.',
    text: 'Features and bugs can belong to a project; its path tells agents where to work.',
    add: 'Add a project',
  },
};

export function Empty({ place, hasAny }: Pick<Listed, 'place' | 'hasAny'>): VNode {
  const { kind, filters } = place;
  if (!hasAny) {
    const { title, text, add } = WORDS[kind];
    return (
      <div id="work-empty" class="empty">
        <p>
          <strong>{title}</strong>
        </p>
        <p>{text}</p>
        <a class="button" href={addressOf({ ...place, open: 'new' })}>
          {add}
        </a>
      </div>
    );
  }
  const isFiltered =
    addressOf({ kind, filters: { ...filters, sort: DEFAULT_FILTERS.sort } }) !== addressOf({ kind });
  return (
    <div id="work-empty" class="empty">
      <p>
        <strong>{isFiltered ? 'Nothing matches.' : 'Nothing is open.'}</strong>
      </p>
      <a class="button button-small" href={addressOf({ kind, filters: { status: 'all' } })}>
        {`Show all ${kind}`}
      </a>
    </div>
  );
}
