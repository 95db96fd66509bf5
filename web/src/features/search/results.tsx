/** The results of a search, with the way to each. */
import type { VNode } from 'preact';
import type { SearchHit } from '../../../../api/document/api-types';
import { openMilestone } from '../milestones/milestone-dialog';
import { openError } from './error-dialog';
import { groupsOf, titleOf, type Found, type Group } from './found';
import { at } from '../../app/root';

interface Props {
  readonly found: Found;
  readonly onEnd: () => void;
  readonly onKeyDown: (event: KeyboardEvent) => void;
}

export function Results({ found, onEnd, onKeyDown }: Props): VNode {
  return (
    <section id="search-results" class="panel" aria-labelledby="search-title" onKeyDown={onKeyDown}>
      <div class="panel-head">
        <h2 id="search-title">{titleOf(found)}</h2>
        <button type="button" class="button button-small" onClick={onEnd}>
          Close the results
        </button>
      </div>
      {'fault' in found ? (
        <p class="panel-message panel-message-bad" role="alert">
          {found.fault}
        </p>
      ) : (
        groupsOf(found.items).map((group) => <GroupOfHits key={group.name} {...group} />)
      )}
    </section>
  );
}

function GroupOfHits({ name, hits }: Group): VNode {
  const id = `found-${name.toLowerCase()}`;
  return (
    <section class="found" aria-labelledby={id}>
      <h3 id={id}>{name}</h3>
      <ul>
        {hits.map((hit) => (
          <li key={hit.id} data-hit={`${hit.type} ${hit.id}`}>
            <WayTo {...hit} />
            <span class="muted found-facts">
              {[`#${hit.id}`, hit.status?.replaceAll('_', ' ')].filter(Boolean).join(' · ')}
            </span>
            {hit.excerpt !== hit.title && <p class="muted found-excerpt">{hit.excerpt}</p>}
          </li>
        ))}
      </ul>
    </section>
  );
}

function WayTo({ type, id, title }: Pick<SearchHit, 'type' | 'id' | 'title'>): VNode {
  const text = title || `${type} ${id}`;
  const link = (href: string) => (
    <a class="found-title" href={href}>
      {text}
    </a>
  );
  const button = (open: () => void) => (
    <button type="button" class="link-button found-title" onClick={open}>
      {text}
    </button>
  );
  switch (type) {
    case 'milestone':
      return button(() => openMilestone(id, () => undefined));
    case 'error':
      return button(() => openError(id));
    case 'prompt':
      return link(at(`/#/prompt/${id}`));
    case 'project':
    case 'feature':
    case 'bug':
      return link(`#/${type}s/${id}`);
  }
}
