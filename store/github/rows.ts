/** Rows about GitHub. Times are SQLite's, see store/db/time.ts, but for those of GitHub. */

export interface GithubProjectRow {
  readonly project_id: number;
  readonly secret_name: string | null;
  readonly remote: string | null;
  /** 1 = a finished feature's branch gets a pull request by itself. */
  readonly auto_pull_request: number;
  readonly repository: string | null;
  /** ISO 8601 */
  readonly imported_until: string | null;
  readonly import_state: 'running' | 'completed' | 'failed' | null;
  readonly import_error: string | null;
  readonly import_started_at: string | null;
  readonly import_ended_at: string | null;
  readonly import_created: number;
  readonly import_updated: number;
}

export interface GithubLinkRow {
  readonly kind: 'feature' | 'bug';
  readonly record_id: number;
  readonly repository: string;
  readonly number: number;
  readonly url: string;
  readonly state: 'open' | 'closed';
  /** ISO 8601 */
  readonly issue_updated_at: string;
}

export interface PullRequestRow {
  readonly repository: string;
  readonly number: number;
  readonly feature_id: number;
  readonly url: string;
  readonly head: string;
  readonly base: string;
  readonly created_at: string;
}

export interface DuePullRequestRow {
  readonly feature_id: number;
  readonly since: string;
  readonly error: string | null;
}

/** An issue as far as it is kept. */
export interface Issue {
  readonly number: number;
  readonly url: string;
  readonly title: string;
  readonly body: string | null;
  readonly state: 'open' | 'closed';
  /** ISO 8601 */
  readonly updatedAt: string;
  readonly closedAt: string | null;
  readonly labels: readonly string[];
}
