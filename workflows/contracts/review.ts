/** The working directory of a session against its last commit, and what a person does with its files. */
import type { FileChange } from './work-changes';

/** `both`: it changed again after it was staged. */
export const STAGINGS = ['staged', 'unstaged', 'both', 'untracked'] as const;
export type Staging = (typeof STAGINGS)[number];

export interface ReviewedFile {
  /** Relative to the top of the repository, as git has it. */
  readonly path: string;
  /** Where it was before; of a renamed one only. */
  readonly from: string | null;
  readonly change: FileChange;
  readonly staging: Staging;
  /** Lines; null where they were not counted. */
  readonly added: number | null;
  readonly removed: number | null;
  /** Another one wherever the file, or what it is compared with, is another one. */
  readonly version: string;
  /** Why its lines can't be seen; null where they can. */
  readonly note: string | null;
  /** Why it can't be committed or discarded here; null where it can. */
  readonly held: string | null;
}

/** Files that were discarded and can be brought back. */
export interface Discard {
  readonly id: string;
  readonly paths: readonly string[];
  readonly by: string;
  /** Unix milliseconds. */
  readonly atMs: number;
  readonly untilMs: number;
}

export interface Review {
  readonly directory: string;
  /** The top of its repository. */
  readonly top: string;
  /** The branch that is checked out; null where none is. */
  readonly branch: string | null;
  /** The last commit; null where there is none yet. */
  readonly head: string | null;
  /** A merge, rebase or the like that has begun and not ended; null: none. */
  readonly unfinished: string | null;
  /** What else is to be known. */
  readonly note: string | null;
  readonly files: readonly ReviewedFile[];
  /** All that changed; `files` has the first of them. */
  readonly total: number;
  readonly discards: readonly Discard[];
}

export interface ReviewedLines {
  readonly file: ReviewedFile;
  /** A unified diff, from its first `@@`; null where there is none. */
  readonly diff: string | null;
}

export interface LinesRequest {
  readonly path: string;
  /** Where a renamed one was. */
  readonly from: string | null;
  /** With all its lines, not only those around its changes. */
  readonly whole: boolean;
}

/** A file as a person saw it. */
export interface SeenFile {
  readonly path: string;
  readonly version: string;
}

export interface CommitRequest {
  readonly files: readonly SeenFile[];
  /** The last commit as it was seen. */
  readonly head: string | null;
  readonly message: string;
}

export interface DiscardRequest {
  readonly files: readonly SeenFile[];
  /** Who asks, for those who see it later. */
  readonly by: string;
}

export interface Committed {
  readonly commit: string;
  readonly branch: string | null;
  /** It had been made by the same request before. */
  readonly wasThere: boolean;
}

/** Asked right before anything is written, with the top of the repository: throws what it may not be written for. */
export type MayWrite = (top: string) => void;

/** Reviews of the directories of this machine. Each throws a `ReviewError` with what to do. */
export interface Reviews {
  look(directory: string): Promise<Review>;
  lines(directory: string, wanted: LinesRequest): Promise<ReviewedLines>;
  commit(directory: string, wanted: CommitRequest, mayWrite?: MayWrite): Promise<Committed>;
  discard(directory: string, wanted: DiscardRequest, mayWrite?: MayWrite): Promise<Discard>;
  undo(directory: string, id: string, mayWrite?: MayWrite): Promise<Discard>;
  /** Removes what can't be brought back any more. */
  sweep(): Promise<void>;
}

/** `gone`: there is no such thing. `changed`: it isn't as it was seen. `unavailable`: GitHub gave no answer. */
export type ReviewFault = 'refused' | 'changed' | 'gone' | 'unavailable';

/** A pull request of the branch that is checked out there, which is pushed first. */
export interface ReviewPullRequest {
  readonly directory: string;
  readonly projectId: number;
  readonly title: string;
  readonly body: string;
  /** null: the repository's own main branch. */
  readonly base: string | null;
}

/** `message` is for a person. */
export class ReviewError extends Error {
  override readonly name = 'ReviewError';
  constructor(
    readonly fault: ReviewFault,
    message: string,
  ) {
    super(message);
  }
}
