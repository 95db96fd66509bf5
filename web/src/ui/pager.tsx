/** The buttons below a list of which a page at a time is shown, the newest first. */
import type { Signal } from '@preact/signals';
import type { VNode } from 'preact';

interface PagerProps {
  /** Of what the pages are. */
  readonly label: string;
  readonly offset: Signal<number>;
  readonly pageSize: number;
  readonly total: number;
}

export const Pager = ({ label, offset, pageSize, total }: PagerProps): VNode => (
  <nav class="panel-body pager" aria-label={label} hidden={offset.value === 0 && total <= pageSize}>
    <button
      type="button"
      class="button button-small"
      disabled={offset.value === 0}
      onClick={() => (offset.value = Math.max(0, offset.value - pageSize))}
    >
      Newer
    </button>
    <button
      type="button"
      class="button button-small"
      disabled={offset.value + pageSize >= total}
      onClick={() => (offset.value += pageSize)}
    >
      Older
    </button>
  </nav>
);
