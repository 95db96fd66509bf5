/** Long lists: only the rows near the visible part of the page are rendered, however many there are. */
import { useSignal } from '@preact/signals';
import {
  measureElement,
  observeWindowOffset,
  observeWindowRect,
  Virtualizer,
  windowScroll,
  type VirtualItem,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo } from 'preact/hooks';

/** Rows beyond the visible ones, so that a quick scroll finds rows. More cost frames: each is painted. */
const OVERSCAN = 15;

interface List {
  readonly count: number;
  readonly rowHeight: number;
  readonly keyOf: (index: number) => number | string;
  /** Holds the rows. */
  readonly container: RefObject<HTMLElement | null>;
  /** The end of the list is nearly in view. */
  readonly onEnd: () => void;
}

export interface RowWindow {
  readonly rows: readonly VirtualItem[];
  /** Pixels that the rows before and after them take. */
  readonly before: number;
  readonly after: number;
  /** Has to be the ref of each row, which has its index as `data-index`. */
  readonly measure: (row: HTMLElement | null) => void;
}

export function useWindow({ count, rowHeight, keyOf, container, onEnd }: List): RowWindow {
  const changes = useSignal(0);
  const virtualizer = useMemo(
    () =>
      new Virtualizer<Window, HTMLElement>({
        count: 0,
        estimateSize: () => rowHeight,
        getScrollElement: () => window,
        observeElementRect: observeWindowRect,
        observeElementOffset: observeWindowOffset,
        scrollToFn: windowScroll,
        measureElement,
        initialRect: { width: window.innerWidth, height: window.innerHeight },
        initialOffset: window.scrollY,
      }),
    [rowHeight],
  );
  virtualizer.setOptions({
    ...virtualizer.options,
    count,
    overscan: OVERSCAN,
    getItemKey: keyOf,
    scrollMargin: topOf(container.current),
    onChange: () => {
      changes.value += 1;
      const last = virtualizer.range?.endIndex ?? 0;
      if (last >= virtualizer.options.count - 1) onEnd();
    },
  });
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  // Reading it is what has the rows drawn anew.
  const rows = changes.value >= 0 ? virtualizer.getVirtualItems() : [];
  const { scrollMargin } = virtualizer.options;
  const start = rows[0]?.start ?? scrollMargin;
  const end = rows.at(-1)?.end ?? scrollMargin;
  return {
    rows,
    before: start - scrollMargin,
    after: Math.max(0, virtualizer.getTotalSize() - (end - scrollMargin)),
    measure: virtualizer.measureElement,
  };
}

const topOf = (element: HTMLElement | null): number =>
  element ? Math.round(element.getBoundingClientRect().top + window.scrollY) : 0;
