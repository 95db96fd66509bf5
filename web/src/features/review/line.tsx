/** One line of a change, below the others or beside its other side. */
import type { ComponentChildren, VNode } from 'preact';
import { readable } from '../../app/clean';
import { point } from './cursor';
import { tokensIn } from './highlight';
import type { Row, Side } from './rows';

const SIGNS = { added: '+', removed: '−', same: '', gap: '' } as const;
const WORDS = { added: 'Added', removed: 'Removed', same: '', gap: '' } as const;

/** Clean, and what would hide in it by its number. */
const Words = ({ row }: { row: Row }): VNode => (
  <span class="diff-text">
    {tokensIn(row).map(({ text, kind }, index) =>
      kind === '' ? (
        readable(text)
      ) : (
        <span key={index} class={`code-${kind}`}>
          {readable(text)}
        </span>
      ),
    )}
  </span>
);

interface LineProps {
  readonly row: Row;
  /** In the list of rows. */
  readonly place: number;
  readonly isMeant: boolean;
  readonly children?: ComponentChildren;
}

/** A press on a line means it, with Shift all up to it; to choose a text doesn't. */
const pointBy =
  (place: number) =>
  ({ shiftKey }: MouseEvent): void => {
    if (shiftKey || getSelection()?.isCollapsed !== false) point(place, shiftKey);
  };

export const Line = ({ row, place, isMeant, children }: LineProps): VNode => (
  <div
    class="diff-line review-line"
    data-change={row.kind}
    data-meant={isMeant || undefined}
    data-line={row.new ?? row.old ?? undefined}
    onClick={row.kind === 'gap' ? undefined : pointBy(place)}
  >
    <span class="diff-number" aria-hidden="true">
      {row.old}
    </span>
    <span class="diff-number" aria-hidden="true">
      {row.new}
    </span>
    <span class="diff-sign" aria-hidden="true">
      {SIGNS[row.kind]}
    </span>
    <span class="visually-hidden">{WORDS[row.kind]}</span>
    <Words row={row} />
    {children}
  </div>
);

interface HalfProps extends Omit<LineProps, 'row'> {
  readonly row: Row | null;
  readonly side: Side;
}

export const Half = ({ row, side, place, isMeant, children }: HalfProps): VNode =>
  row === null ? (
    <div class="review-half" data-change="none" />
  ) : (
    <div
      class="diff-line review-half"
      data-change={row.kind}
      data-meant={isMeant || undefined}
      data-line={row[side] ?? undefined}
      onClick={row.kind === 'gap' ? undefined : pointBy(place)}
    >
      <span class="diff-number" aria-hidden="true">
        {row[side]}
      </span>
      <span class="diff-sign" aria-hidden="true">
        {SIGNS[row.kind]}
      </span>
      <span class="visually-hidden">{WORDS[row.kind]}</span>
      <Words row={row} />
      {children}
    </div>
  );
