/**
 * Issues as features and bugs, each once. GitHub has the title, the text and whether it is closed; how far the work has
 * come stays as it is here until the issue is closed.
 */
import { GITHUB } from '../../workflows/contracts/access';
import type { Db } from '../db/open';
import { newId } from '../db/ids';
import { auditLog } from '../work-items/audit';
import { type Clock, sqlTime } from '../db/time';
import type { Outbox } from '../outbox';
import type { GithubLinkRow, Issue } from './rows';

export type Imported = 'created' | 'updated' | 'unchanged';

interface Target {
  readonly insert: string;
  readonly update: string;
  /** When an issue is closed. */
  readonly end: string;
  /** When a closed issue is opened again. */
  readonly reopen: string;
}

const FEATURES: Target = {
  insert: `INSERT INTO features (id, project_id, title, description, status, created_at, updated_at)
    VALUES (${newId('features')}, @projectId, @title, @body, 'draft', @now, @now) RETURNING id`,
  update: 'UPDATE features SET title = @title, description = @body, updated_at = @now WHERE id = @id',
  end: `UPDATE features SET status = 'completed', completed_at = @closedAt, updated_at = @now
    WHERE id = @id AND status <> 'completed'`,
  reopen: `UPDATE features SET status = 'draft', completed_at = NULL, updated_at = @now
    WHERE id = @id AND status = 'completed'`,
};
const BUGS: Target = {
  insert: `INSERT INTO bugs (id, project_id, title, description, severity, status, created_at, updated_at)
    VALUES (${newId('bugs')}, @projectId, @title, @body, @severity, 'open', @now, @now) RETURNING id`,
  update: 'UPDATE bugs SET title = @title, description = @body, updated_at = @now WHERE id = @id',
  end: `UPDATE bugs SET status = 'resolved', resolved_at = @closedAt, updated_at = @now
    WHERE id = @id AND status NOT IN ('resolved', 'closed')`,
  reopen: `UPDATE bugs SET status = 'open', resolved_at = NULL, updated_at = @now
    WHERE id = @id AND status IN ('resolved', 'closed')`,
};

export function issueImporter(db: Db, clock: Clock, outbox: Pick<Outbox, 'withdraw'>) {
  const find = db.prepare<[number, string, number], GithubLinkRow>(
    'SELECT * FROM github_links WHERE project_id = ? AND repository = ? AND number = ?',
  );
  const link = db.prepare(`
    INSERT INTO github_links (project_id, repository, number, kind, record_id, url, state, issue_updated_at)
    VALUES (@projectId, @repository, @number, @kind, @recordId, @url, @state, @updatedAt)`);
  const setLink = db.prepare(`
    UPDATE github_links SET url = @url, state = @state, issue_updated_at = @updatedAt
    WHERE project_id = @projectId AND repository = @repository AND number = @number`);
  const audit = auditLog(db, clock);
  const rows = {
    feature: db.prepare<[number], Row>('SELECT * FROM features WHERE id = ?'),
    bug: db.prepare<[number], Row>('SELECT * FROM bugs WHERE id = ?'),
  };
  const note = (kind: 'feature' | 'bug', id: number, before: Row | undefined): void => {
    const after = rows[kind].get(id);
    const action = before ? 'update' : 'create';
    if (after) audit.note({ actor: GITHUB, action, entity: kind, id, before, after });
  };
  const run = (sql: string, values: Record<string, unknown>): number => db.prepare(sql).run(values).changes;

  return db.transaction((projectId: number, repository: string, issue: Issue): Imported => {
    const { number, url, state, updatedAt } = issue;
    const now = sqlTime(clock());
    const closedAt = issue.closedAt === null ? now : sqlTime(new Date(issue.closedAt));
    const known = find.get(projectId, repository, number);
    const kind = known?.kind ?? (isBug(issue) ? 'bug' : 'feature');
    const target = kind === 'bug' ? BUGS : FEATURES;
    const values = { title: issue.title, body: issue.body, now };
    if (!known) {
      const all = { ...values, projectId, ...(kind === 'bug' && { severity: severityOf(issue) }) };
      const recordId = db.prepare<[typeof all], number>(target.insert).pluck().get(all) as number;
      if (state === 'closed') run(target.end, { id: recordId, closedAt, now });
      link.run({ projectId, repository, number, kind, recordId, url, state, updatedAt });
      note(kind, recordId, undefined);
      return 'created';
    }
    if (known.issue_updated_at === updatedAt && known.state === state) return 'unchanged';
    const id = known.record_id;
    const before = rows[kind].get(id);
    // Deleted by a person: it stays so.
    const changed = run(target.update, { ...values, id }) > 0;
    if (state === 'closed') {
      run(target.end, { id, closedAt, now });
      // What was closed over there has had its pull request, or wants none.
      if (kind === 'feature') outbox.withdraw('pull_request', id);
    } else if (known.state === 'closed') run(target.reopen, { id, now });
    setLink.run({ projectId, repository, number, url, state, updatedAt });
    if (before) note(kind, id, before);
    return changed ? 'updated' : 'unchanged';
  }).immediate;
}

type Row = Readonly<Record<string, unknown>>;

const isBug = ({ labels }: Issue): boolean => labels.some((label) => /\bbug\b/i.test(label));

/** By a label that says so, like `critical` or `severity: high`. */
function severityOf({ labels }: Issue): string {
  const named = ['critical', 'high', 'low'].find((word) =>
    labels.some((label) => new RegExp(`\\b${word}\\b`, 'i').test(label)),
  );
  return named ?? 'medium';
}
