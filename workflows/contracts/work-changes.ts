/** What changed in the working directory of a session while a prompt was at work there. */

/** `type`: a file became a link, say, or the other way round. */
export const FILE_CHANGES = ['added', 'modified', 'deleted', 'renamed', 'type'] as const;
export type FileChange = (typeof FILE_CHANGES)[number];

export interface ChangedFile {
  /** Relative to the top of the repository, as git has it. */
  readonly path: string;
  /** Where it was before; of a renamed one only. */
  readonly from: string | null;
  readonly change: FileChange;
  /** Lines; null where they were not counted. */
  readonly added: number | null;
  readonly removed: number | null;
  /** A unified diff, from its first `@@`; null where none is kept. */
  readonly diff: string | null;
  /** Why there is no diff; null where there is one. */
  readonly note: string | null;
}

/** An attempt, looked at before it was submitted; `endedAtMs` null: it goes on. */
export interface WorkChanges {
  readonly promptId: number;
  /** Of the lease, as the store has it. */
  readonly grantedAt: string;
  readonly session: string;
  readonly directory: string;
  /** The top of its repository; null where it is in none that git can read. */
  readonly top: string | null;
  /** Unix milliseconds. */
  readonly beganAtMs: number;
  readonly endedAtMs: number | null;
  /** The commits that were checked out; null where there was none. */
  readonly headBefore: string | null;
  readonly headAfter: string | null;
  /** What is to be known of it, or why nothing is. */
  readonly note: string | null;
  /** Null where they are not known. */
  readonly files: readonly ChangedFile[] | null;
  /** All that changed; `files` has the first of them. */
  readonly total: number;
}
