/** The figures of the charts as a table, the newest first. */
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import { CHARTS } from './charts';
import type { Piece, Range } from './load';
import { whenOf } from './words';

const isOpen = signal(false);
const COLUMNS = CHARTS.flatMap(({ id, title, lines }) =>
  lines.map((line) => ({
    key: `${id} ${line.name}`,
    head: lines.length === 1 ? title : `${id === 'times' ? 'Finished: ' : ''}${line.name}`,
    words: line.words,
  })),
);

export const FiguresTable = ({ pieces, range }: { pieces: readonly Piece[]; range: Range }): VNode => (
  <details
    class="panel figures-table"
    id="throughput-table"
    open={isOpen.value}
    onToggle={({ currentTarget }) => (isOpen.value = currentTarget.open)}
  >
    <summary>The figures as a table</summary>
    {isOpen.value && (
      <div class="figures-scroll" tabIndex={0} role="region" aria-label="Table of the figures">
        <table>
          <thead>
            <tr>
              <th scope="col">Time</th>
              {COLUMNS.map(({ key, head }) => (
                <th key={key} scope="col">
                  {head}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pieces.toReversed().map((piece) => (
              <tr key={piece.from}>
                <th scope="row">{whenOf(piece, range)}</th>
                {COLUMNS.map(({ key, words }) => (
                  <td key={key}>{words(piece)}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    )}
  </details>
);
