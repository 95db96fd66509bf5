/** How often an error came, and when first and last. */
import type { VNode } from 'preact';
import { LiveTime } from '../../ui/time';

interface HowOftenProps {
  readonly count: number;
  /** null: not known. */
  readonly first: string | null;
  readonly last: string | null;
}

export const HowOften = ({ count, first, last }: HowOftenProps): VNode => (
  <>
    {count === 1 ? 'once' : `${count.toLocaleString()} times`}, last <LiveTime kind="ago" at={last} />
    {count > 1 && (
      <>
        , first <LiveTime kind="ago" at={first} />
      </>
    )}
  </>
);
