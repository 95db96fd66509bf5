/** The tabs are links, so that each has an address; arrow keys go from one to the next. */
import { signal } from '@preact/signals';
import type { TargetedKeyboardEvent } from 'preact';
import { KINDS, OPEN, TITLES, type Kind } from './kinds';
import { totalOf } from './totals';
import { addressOf } from './url-state';

const counts = signal<ReadonlyMap<Kind, number>>(new Map());

/** How much is open of each kind. */
export function countOpen(): void {
  for (const kind of KINDS) {
    totalOf(kind, { status: OPEN[kind] }).then(
      (total) => (counts.value = new Map(counts.peek()).set(kind, total)),
      // The list says what is wrong.
      () => undefined,
    );
  }
}

const target = (key: string, index: number): number | undefined => {
  switch (key) {
    case 'ArrowRight':
      return index + 1;
    case 'ArrowLeft':
      return index + KINDS.length - 1;
    case 'Home':
      return 0;
    case 'End':
      return KINDS.length - 1;
    default:
      return undefined;
  }
};

export function Tabs({ chosen }: { readonly chosen: Kind }) {
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>, index: number): void => {
    const next = target(event.key, index);
    if (next === undefined) return;
    event.preventDefault();
    const tab = event.currentTarget.parentElement?.children[next % KINDS.length];
    if (!(tab instanceof HTMLElement)) return;
    tab.focus();
    tab.click();
  };
  return (
    <div class="work-tabs" role="tablist" aria-label="Kinds of work">
      {KINDS.map((kind, index) => (
        <a
          key={kind}
          role="tab"
          id={`tab-${kind}`}
          href={addressOf({ kind })}
          aria-controls="work-panel"
          aria-selected={kind === chosen}
          tabIndex={kind === chosen ? 0 : -1}
          onKeyDown={(event) => onKeyDown(event, index)}
        >
          {TITLES[kind]} <span class="count">{counts.value.get(kind)?.toLocaleString()}</span>
        </a>
      ))}
    </div>
  );
}
