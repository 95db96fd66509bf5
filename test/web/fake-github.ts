/** GitHub of the fake server's projects. */
import { fault, type Answer } from './fake-api';

type Body = Record<string, unknown>;

export class FakeGithub {
  settings = { secret: 'GITHUB_TOKEN', remote: 'origin', auto_pull_request: false };
  repository: string | null = null;
  /** What the next import answers with; null: it goes on; a text: why it can't be done. */
  outcome: { created: number; updated: number } | string | null = null;
  lastImport: Body | null = null;
  pulls: Body[] = [];
  due: Body[] = [];
  readonly asked: { call: string; body: Body }[] = [];
  /** What the next request for a pull request answers with; a text: why it can't be done. */
  pull: { number: number; created: boolean } | null | string = null;

  private view(projectId: number) {
    return {
      ...{ project_id: projectId, ...this.settings, repository: this.repository, import: this.lastImport },
      links: { items: [], total: 3, limit: 50, offset: 0 },
      ...{ pull_requests: this.pulls, pull_requests_due: this.due },
    };
  }

  answer(method: string | undefined, projectId: number, action: string, body: Body): Answer {
    if (method === 'GET') return { body: this.view(projectId) };
    this.asked.push({ call: `${method} ${action}`, body });
    if (method === 'PUT') {
      if (body['remote'] === '-x')
        return fault(400, 'invalid_request', 'expected the name of a git remote', 'remote');
      const { secret, remote } = {
        secret: body['secret'] ?? 'GITHUB_TOKEN',
        remote: body['remote'] ?? 'origin',
      };
      Object.assign(this.settings, body, { secret, remote });
      return { body: this.view(projectId) };
    }
    const run = { workflow_id: `github-sync-${projectId}`, temporal_url: null };
    if (!this.outcome)
      return { status: 202, body: { ...run, state: 'running', created: null, updated: null } };
    const ended_at = new Date().toISOString();
    if (typeof this.outcome === 'string') {
      this.lastImport = {
        state: 'failed',
        error: this.outcome,
        started_at: null,
        ended_at,
        created: 0,
        updated: 0,
      };
      return fault(409, 'secret_missing', this.outcome);
    }
    this.repository = 'acme/auth';
    this.lastImport = { state: 'completed', error: null, started_at: null, ended_at, ...this.outcome };
    return { body: { ...run, state: 'completed', ...this.outcome } };
  }

  pullRequest(featureId: number, body: Body): Answer {
    this.asked.push({ call: `POST pull-request ${featureId}`, body });
    if (typeof this.pull === 'string') return fault(409, 'branch_missing', this.pull);
    const run = { workflow_id: `github-pull-request-${featureId}`, temporal_url: null };
    if (!this.pull) return { status: 202, body: { ...run, state: 'running', pull_request: null } };
    const { number, created } = this.pull;
    const url = `https://github.example/acme/auth/pull/${number}`;
    const pull_request = { repository: 'acme/auth', number, url, head: 'feature/x', base: 'main', created };
    return { status: created ? 201 : 200, body: { ...run, state: 'completed', pull_request } };
  }
}
