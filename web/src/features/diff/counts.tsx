/** How many lines of a file came and went. */
import type { VNode } from 'preact';
import { counted } from '../../ui/text';

interface Counts {
  readonly added: number | null;
  readonly removed: number | null;
}

export const LineCounts = ({ added, removed }: Counts): VNode | null =>
  added === null && removed === null ? null : (
    <span class="diff-counts">
      <span class="lines-added" aria-label={counted(added ?? 0, 'line added')}>
        +{added ?? 0}
      </span>{' '}
      <span class="lines-removed" aria-label={counted(removed ?? 0, 'line removed')}>
        −{removed ?? 0}
      </span>
    </span>
  );
