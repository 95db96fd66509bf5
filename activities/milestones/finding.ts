import type { Tag } from '../../workflows/contracts/milestones';

/** One thing to do, as it stands in a file. */
export interface Finding {
  readonly kind: 'comment' | 'checklist' | 'plan';
  readonly tag: Tag | null;
  readonly text: string;
  /** From the project's directory, with `/`. */
  readonly path: string;
  readonly line: number;
  /** Heading it stands under. */
  readonly section: string | null;
  /** It says of itself that it is done. */
  readonly done: boolean;
  /** It is far ahead: in a plan or a road map. */
  readonly ahead: boolean;
}
