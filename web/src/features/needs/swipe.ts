/** A row is drawn aside with a finger: to the right to approve it, to the left to deny it. Both ask once more. */
import { useSignal } from '@preact/signals';
import { decisionOf } from './decide';
import type { Entry } from './entries';

/** So far is meant. */
const FAR_PX = 56;
/** Steeper is scrolling. */
const STEEPEST = 0.6;

export type Side = 'approve' | 'deny';

interface Handlers {
  onPointerDown: (event: PointerEvent) => void;
  onPointerUp: (event: PointerEvent) => void;
  onPointerCancel: () => void;
}

export function useSwipe({ needs: [need] }: Entry): {
  readonly side: Side | null;
  readonly close: () => void;
  readonly handlers: Handlers;
} {
  const side = useSignal<Side | null>(null);
  const start = useSignal<readonly [x: number, y: number] | null>(null);
  return {
    side: side.value,
    close: () => (side.value = null),
    handlers: {
      onPointerDown({ pointerType, isPrimary, clientX, clientY }) {
        start.value = pointerType === 'touch' && isPrimary ? [clientX, clientY] : null;
      },
      onPointerUp({ clientX, clientY }) {
        const from = start.peek();
        start.value = null;
        if (!from || !need) return;
        const wide = clientX - from[0];
        if (Math.abs(wide) < FAR_PX || Math.abs(clientY - from[1]) > Math.abs(wide) * STEEPEST) return;
        const wanted: Side = wide > 0 ? 'approve' : 'deny';
        side.value = decisionOf(need, wanted) ? wanted : null;
      },
      onPointerCancel: () => (start.value = null),
    },
  };
}
