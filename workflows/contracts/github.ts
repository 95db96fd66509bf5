/** What passes between the workflows of GitHub and their activities: numbers and names, no texts of issues, no token. */

/** The secret with the token, where a project names no other. */
export const GITHUB_SECRET = 'GITHUB_TOKEN';
export const GITHUB_REMOTE = 'origin';

/** Reasons that a person can do something about; nothing is tried again for them. */
export const GITHUB_FAULTS = [
  'github_no_remote',
  'github_no_token',
  'github_vault_closed',
  'github_token_refused',
  'github_forbidden',
  'github_not_found',
  'github_no_branch',
  'github_refused',
] as const;
export type GithubFault = (typeof GITHUB_FAULTS)[number];

/** Durations of a workflow; tests shorten them. */
export interface GithubDurations {
  /** One activity: a few calls. */
  readonly callTimeoutMs: number;
  /** First pause after a failed call; doubled up to a minute. A rate limit sets its own. */
  readonly retryMs: number;
}

export interface GithubSyncInput {
  readonly projectId: number;
  /** Every issue, also those that did not change since the last import. */
  readonly full: boolean;
  readonly durations: GithubDurations;
}

/** Issues changed since then; null: all. Times as GitHub writes them. */
export interface ImportRange {
  readonly since: string | null;
  readonly startedAt: string;
}

export interface ImportPageInput {
  readonly projectId: number;
  readonly page: number;
  readonly since: string | null;
}

export interface ImportCounts {
  readonly created: number;
  readonly updated: number;
}

export interface ImportPage extends ImportCounts {
  readonly nextPage: number | null;
}

export interface EndImportInput extends ImportCounts {
  readonly projectId: number;
  /** Set where it succeeded: the next import begins there. */
  readonly importedUntil: string | null;
  readonly error: string | null;
}

export interface PullRequestInput {
  readonly featureId: number;
  /** null: the branch that is checked out in the project's directory. */
  readonly branch: string | null;
  /** null: the repository's own main branch. */
  readonly base: string | null;
}

export interface GithubPullRequestInput extends PullRequestInput {
  readonly durations: GithubDurations;
}

export interface PullRequestResult {
  readonly repository: string;
  readonly number: number;
  readonly url: string;
  readonly head: string;
  readonly base: string;
  /** False: there was an open one already. */
  readonly created: boolean;
}
