/** Milestones of the fake server: one project, found by a scan. */
import { fault, type Answer, type FakeApi } from './fake-api';

export interface FakeTask {
  id: string;
  tag: string | null;
  kind: string;
  text: string;
  path: string | null;
  line: number | null;
  record_id: number | null;
  estimated_hours: number;
  feature_id: number | null;
}

export function fakeTask(id: string, fields: Partial<FakeTask> = {}): FakeTask {
  return {
    ...{ id, tag: 'TODO', kind: 'comment', text: `Do ${id}`, path: 'src/a.ts', line: 3, record_id: null },
    ...{ estimated_hours: 1, feature_id: null },
    ...fields,
  };
}

export class FakeMilestones {
  scanned = false;
  /** Answers `running` so many times before the scan is done. */
  slowAnswers = 0;
  error: { code: string; message: string } | null = null;
  readonly open: FakeTask[] = [];
  done = 0;

  get row() {
    const hours = this.open.reduce((sum, task) => sum + task.estimated_hours, 0);
    return {
      ...{ id: 1, project_id: 3, project_name: 'auth', title: 'Milestone of auth' },
      summary: `${this.open.length} tasks open`,
      ...{ total_tasks: this.open.length + this.done, done_tasks: this.done, open_tasks: this.open.length },
      ...{
        estimated_hours: hours,
        scanned_at: new Date().toISOString(),
        created_at: new Date().toISOString(),
      },
    };
  }

  scan() {
    if (this.slowAnswers-- > 0) return { state: 'running', projects: [] };
    this.scanned = true;
    return { state: 'completed', projects: [{ project_name: 'auth', error: this.error }] };
  }

  makeFeatures() {
    const missing = this.open.filter(({ feature_id: id }) => id === null);
    const existing = this.open.filter(({ feature_id: id }) => id !== null);
    missing.forEach((task, index) => (task.feature_id = 50 + index));
    return { created: missing, existing };
  }
}

export function milestones({ milestones: fake }: FakeApi, call: string, query: URLSearchParams): Answer {
  switch (call) {
    case 'GET /api/milestones':
      return { body: { items: fake.scanned ? [fake.row] : [], total: fake.scanned ? 1 : 0 } };
    case 'POST /api/milestones/scan':
    case 'GET /api/milestones/scan': {
      const body = fake.scan();
      return { status: body.state === 'running' ? 202 : 200, body };
    }
    case 'POST /api/milestones/1/features':
      return { status: 201, body: fake.makeFeatures() };
    case 'GET /api/milestones/1': {
      const phase = {
        phase: 'finish',
        title: 'Finish what was begun',
        starts_on: '2026-02-09',
        ends_on: '2026-02-11',
      };
      const items = query.get('status') === 'open' ? fake.open : [];
      return {
        body: { ...fake.row, phases: [{ ...fake.row, ...phase }], tasks: { items, total: items.length } },
      };
    }
    default:
      return fault(404, 'not_found', 'There is no such milestone.');
  }
}
