import type { RefObject } from 'preact';
import { useLayoutEffect } from 'preact/hooks';

/**
 * Keeps the focus of a person in a part of the page that is shown anew: an element that was moved keeps it; in the place
 * of one that is gone, `instead` has it.
 */
export function useKeptFocus(
  part: RefObject<HTMLElement | null>,
  instead: (gone: HTMLElement) => HTMLElement | null | undefined,
): void {
  const active = document.activeElement;
  const focused = active instanceof HTMLElement && part.current?.contains(active) ? active : null;
  useLayoutEffect(() => {
    if (!focused) return;
    // A smaller part around it may have cared for it already.
    if (document.activeElement !== document.body) return;
    const isSeen = focused.getClientRects().length > 0;
    (isSeen ? focused : instead(focused))?.focus();
  });
}
