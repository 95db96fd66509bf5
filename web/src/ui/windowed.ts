/** Long lists: only the rows near the visible part of their box are rendered, however many there are. */
import { useSignal } from '@preact/signals';
import {
  elementScroll,
  observeElementOffset,
  observeElementRect,
  Virtualizer,
  type VirtualItem,
} from '@tanstack/virtual-core';
import type { RefObject } from 'preact';
import { useLayoutEffect, useMemo } from 'preact/hooks';

/** Rows beyond the visible ones, so that a quick scroll finds rows. More cost frames: each is painted. */
const OVERSCAN = 8;
/** So many rows before its end more of the list is wanted. */
const NEAR_END = 15;

interface List {
  readonly count: number;
  /** What most rows take. */
  readonly rowHeight: number;
  /** Another function has the places of all rows reckoned anew. */
  readonly keyOf: (index: number) => number | string;
  /** Scrolls. */
  readonly box: RefObject<HTMLElement | null>;
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
  /** Scrolls so far that the row is seen: in the middle, or no more than needed. */
  readonly reveal: (index: number, align: 'center' | 'auto') => void;
}

export function useWindow({ count, rowHeight, keyOf, box, onEnd }: List): RowWindow {
  const changes = useSignal(0);
  const virtualizer = useMemo(
    () =>
      new Virtualizer<HTMLElement, HTMLElement>({
        count: 0,
        estimateSize: () => rowHeight,
        getScrollElement: () => box.current,
        observeElementRect,
        observeElementOffset,
        scrollToFn: elementScroll,
        measureElement: heightOnceDrawn,
        initialRect: { width: window.innerWidth, height: window.innerHeight },
      }),
    [box, rowHeight],
  );
  virtualizer.setOptions({
    ...virtualizer.options,
    count,
    overscan: OVERSCAN,
    getItemKey: keyOf,
    onChange: () => {
      changes.value += 1;
      const last = virtualizer.range?.endIndex ?? 0;
      if (last >= virtualizer.options.count - NEAR_END) onEnd();
    },
  });
  useLayoutEffect(() => virtualizer._didMount(), [virtualizer]);
  useLayoutEffect(() => virtualizer._willUpdate());
  // Reading it is what has the rows drawn anew.
  const rows = changes.value >= 0 ? virtualizer.getVirtualItems() : [];
  const end = rows.at(-1)?.end ?? 0;
  return {
    rows,
    before: rows[0]?.start ?? 0,
    after: Math.max(0, virtualizer.getTotalSize() - end),
    measure: virtualizer.measureElement,
    reveal: (index, align) => virtualizer.scrollToIndex(index, { align }),
  };
}

/** A new row is not asked for its height, which would have the page laid out at once: it is reported with the frame. */
function heightOnceDrawn(
  row: HTMLElement,
  entry: ResizeObserverEntry | undefined,
  virtualizer: Virtualizer<HTMLElement, HTMLElement>,
): number {
  const height = entry?.borderBoxSize[0]?.blockSize;
  if (height !== undefined) return Math.round(height);
  const index = virtualizer.indexFromElement(row);
  const { getItemKey, estimateSize } = virtualizer.options;
  return virtualizer.itemSizeCache.get(getItemKey(index)) ?? estimateSize(index);
}
