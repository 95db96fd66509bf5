/** The command palette: one field that finds pages, sessions, prompts, projects and actions, used by keys alone. */
import { useSignal } from '@preact/signals';
import type { TargetedKeyboardEvent, VNode } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Dialog, openDialog } from '../../ui/dialog';
import { groupFound, isSearching, searchFor } from './found';
import { groupsHere, type Item } from './sources';

let isOpen = false;

/** Escape leads back to where the focus was: the dialog sees to it. */
export function openPalette(typed = ''): void {
  if (isOpen) return;
  isOpen = true;
  searchFor(typed);
  const close = openDialog(() => (
    <Palette
      begin={typed}
      onClose={() => {
        isOpen = false;
        close();
      }}
    />
  ));
}

function Palette({ begin, onClose }: { begin: string; onClose: () => void }): VNode {
  const typed = useSignal(begin);
  const chosen = useSignal(0);
  const list = useRef<HTMLDivElement>(null);
  const here = groupsHere(typed.value);
  const groups = [...here, groupFound(here)].filter(({ items }) => items.length > 0);
  const items = groups.flatMap((group) => group.items);
  const at = Math.min(chosen.value, items.length - 1);
  useLayoutEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  });
  const choose = (item: Item | undefined): void => {
    if (!item) return;
    onClose();
    // Once the focus is back: what it opens may take it.
    if (item.run) item.run();
    else if (item.href) location.href = item.href;
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLInputElement>): void => {
    const next = NEXT[event.key]?.(at, items.length);
    if (next !== undefined) chosen.value = next;
    else if (event.key === 'Enter') choose(items[at]);
    else return;
    event.preventDefault();
  };
  return (
    <Dialog
      id="palette"
      title={<span class="visually-hidden">Find anything</span>}
      class="palette"
      onClose={onClose}
    >
      <input
        id="palette-q"
        class="palette-field"
        type="text"
        role="combobox"
        aria-label="Find a page, session, prompt or action"
        aria-expanded="true"
        aria-controls="palette-list"
        aria-autocomplete="list"
        aria-activedescendant={items[at] && optionId(at)}
        placeholder="Find a page, session, prompt or action"
        autocomplete="off"
        spellcheck={false}
        autofocus
        value={typed.value}
        onInput={({ currentTarget }) => {
          typed.value = currentTarget.value;
          chosen.value = 0;
          searchFor(currentTarget.value);
        }}
        onKeyDown={onKeyDown}
      />
      <div id="palette-list" class="palette-list" role="listbox" aria-label="Found" tabIndex={-1} ref={list}>
        {groups.map((group, index) => {
          const first = groups.slice(0, index).reduce((sum, each) => sum + each.items.length, 0);
          return (
            <div key={group.name} role="group" aria-label={group.name}>
              <p class="palette-group" aria-hidden="true">
                {group.name}
              </p>
              {group.items.map((item, place) => (
                <Option
                  key={item.id}
                  item={item}
                  id={optionId(first + place)}
                  isChosen={first + place === at}
                  point={() => (chosen.value = first + place)}
                  choose={() => choose(item)}
                />
              ))}
            </div>
          );
        })}
      </div>
      <p class="palette-hint muted" role="status">
        {items.length === 0 ? (
          isSearching.value ? (
            'Searching…'
          ) : (
            `Nothing found for “${typed.value}”.`
          )
        ) : (
          <>
            <kbd>↑</kbd> <kbd>↓</kbd> choose, <kbd>Enter</kbd> opens, <kbd>Esc</kbd> closes
          </>
        )}
      </p>
    </Dialog>
  );
}

const optionId = (index: number): string => `palette-option-${index}`;

const NEXT: Readonly<Record<string, (at: number, count: number) => number>> = {
  ArrowDown: (at, count) => (count ? (at + 1) % count : 0),
  ArrowUp: (at, count) => (count ? (at + count - 1) % count : 0),
  PageDown: (at, count) => Math.max(0, Math.min(at + 8, count - 1)),
  PageUp: (at) => Math.max(0, at - 8),
};

interface OptionProps {
  readonly item: Item;
  readonly id: string;
  readonly isChosen: boolean;
  readonly point: () => void;
  readonly choose: () => void;
}

const Option = ({ item: { title, detail }, id, isChosen, point, choose }: OptionProps): VNode => (
  <div
    id={id}
    class="palette-option"
    role="option"
    aria-selected={isChosen}
    onPointerMove={isChosen ? undefined : point}
    onClick={choose}
  >
    <span class="palette-title">{title}</span>
    {detail && <span class="muted">{detail}</span>}
  </div>
);
