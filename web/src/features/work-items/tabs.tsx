/** The tabs are links, so that each has an address; arrow keys go from one to the next. */
import type { TargetedKeyboardEvent } from 'preact';
import { KINDS, TITLES, type Kind } from './kinds';
import { openOf } from './totals';
import { addressOf } from './url-state';

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
          {TITLES[kind]} <span class="count">{openOf(kind)?.toLocaleString()}</span>
        </a>
      ))}
    </div>
  );
}
