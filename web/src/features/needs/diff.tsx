/** The change to a file that a dialog is about, as the agent shows it. */
import type { VNode } from 'preact';
import { readable } from '../../app/clean';
import type { DiffLine } from './before';

const SIGNS = { added: '+', removed: '-', same: ' ' } as const;
const WORDS = { added: 'Added', removed: 'Removed', same: '' } as const;

export const Diff = ({ lines, label }: { lines: readonly DiffLine[]; label: string }): VNode => (
  <div class="need-diff mono" tabIndex={0} role="region" aria-label={label}>
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
