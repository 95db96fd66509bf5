export interface WorktreePlaces {
  /** Where worktrees are made. */
  readonly dir: string;
  /** Each has one of these for its programs: the first and the last. */
  readonly ports: readonly [first: number, last: number];
  /** How long after one look whether a pull request was merged the next one is made. */
  readonly pullRequestPollSeconds: number;
}
