export interface WorktreePlaces {
  /** Where worktrees are made. */
  readonly dir: string;
  /** Each has one of these for its programs: the first and the last. */
  readonly ports: readonly [first: number, last: number];
}
