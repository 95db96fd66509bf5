/** The lists of features, bugs and projects, with their filters. */
import { PanelMessage } from '../../ui/panel-message';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { ProjectRow } from '../projects/row';
import { FilterBar } from './filters';
import { Empty } from './empty';
import { itemActions, projectActions } from './actions';
import { useKeptFocus } from './kept-focus';
import { NOUN } from './kinds';
import type { Listed } from './list';
import { filter, list, place, status } from './page';
import { Pager } from './pager';
import { ItemRow } from './row';
import { Tabs } from './tabs';
import { addressOf } from './url-state';

export function WorkBoard(): VNode {
  const { kind } = place.value;
  const add = (): void => {
    location.hash = addressOf({ ...place.peek(), open: 'new' });
  };
  return (
    <>
      <Tabs chosen={kind} />
      <div id="work-panel" role="tabpanel" aria-labelledby={`tab-${kind}`}>
        <div class="panel-head">
          <FilterBar place={place.value} onChange={filter} />
          <button class="button button-primary" type="button" id="work-add" onClick={add}>
            {`Add a ${NOUN[kind]}`}
          </button>
        </div>
        <Status />
        <p id="work-error" class="panel-message panel-message-bad" role="alert" hidden={!list.fault.value}>
          {list.fault.value}
        </p>
        {list.shown.value ? <Shown {...list.shown.value} /> : <ul id="work-list" class="work-list" />}
      </div>
    </>
  );
}

const Status = (): VNode => <PanelMessage id="work-message" {...status.value} />;

function Shown(shown: Listed): VNode {
  const isEmpty = shown.items.length === 0;
  return (
    <>
      <Rows {...shown} />
      {isEmpty && <Empty {...shown} />}
      <Pager {...shown} />
    </>
  );
}

function Rows({ place: { kind }, items }: Listed): VNode {
  const element = useRef<HTMLUListElement>(null);
  // A row that was removed leaves the focus to the list.
  useKeptFocus(element, () => (items.length > 0 ? element.current : document.getElementById('work-add')));
  return (
    <ul id="work-list" class="work-list" data-list tabIndex={-1} hidden={items.length === 0} ref={element}>
      {items.map((thing) => {
        const key = `${kind} ${thing.id}`;
        return 'title' in thing ? (
          <ItemRow key={key} item={thing} actions={itemActions} />
        ) : (
          <ProjectRow key={key} project={thing} actions={projectActions} />
        );
      })}
    </ul>
  );
}
