/** The change to a file, line by line. */
import type { VNode } from 'preact';
import { readable } from '../../app/clean';
import type { DiffLine } from './lines';

const SIGNS = { added: '+', removed: '-', same: ' ', gap: '' } as const;
const WORDS = { added: 'Added', removed: 'Removed', same: '', gap: '' } as const;

interface DiffProps {
  readonly lines: readonly DiffLine[];
  readonly label: string;
  readonly class?: string;
}

export const Diff = ({ lines, label, class: look = '' }: DiffProps): VNode => (
  <div class={`diff mono ${look}`.trim()} tabIndex={0} role="region" aria-label={label}>
    {lines.map(({ kind, number, text }, index) => (
      <div key={index} class="diff-line" data-change={kind}>
        <span class="diff-number" aria-hidden="true">
          {number}
        </span>
        <span class="diff-sign" aria-hidden="true">
          {SIGNS[kind]}
        </span>
        <span class="visually-hidden">{WORDS[kind]}</span>
        <span class="diff-text">{readable(text)}</span>
      </div>
    ))}
  </div>
);
