/** What a request does, piece by piece. */
import type { FixedReason } from './reasons';

/** What is done with a file; the names that rules use (`Rule.tool`). */
export type FileUse = 'List' | 'Bash' | 'ReadTree' | 'Write' | 'Delete' | 'DeleteTree';

/** A simple command in normal form. */
export interface CommandPart {
  readonly kind: 'command';
  readonly text: string;
  /** A word in it that is known only when it runs: no rule can allow that. */
  readonly unclear?: string | undefined;
  /** Why the shipped rules don't vouch for it, though its name is known; a rule of the user's may allow it. */
  readonly doubt?: Doubt | undefined;
}

export interface Doubt {
  readonly reason: FixedReason;
  readonly evidence: string;
}

export type Part =
  | CommandPart
  /** A file; `path` is absolute and may end in a glob. */
  | { readonly kind: 'path'; readonly tool: string; readonly path: string }
  /** A page of this host. */
  | { readonly kind: 'host'; readonly host: string }
  /** Use of a tool that has neither command nor file. */
  | { readonly kind: 'use' }
  /** Decided without rules. */
  | { readonly kind: 'fixed'; readonly reason: FixedReason; readonly evidence: string };
