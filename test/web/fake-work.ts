/** The record of work of the fake server: projects, features, bugs, with tags, totals and an audit. */
import type { IncomingHttpHeaders } from 'node:http';
import { fault, type Answer, type FakeApi } from './fake-api';
import { FakeGithub } from './fake-github';

export const WORK_KINDS = ['projects', 'features', 'bugs'] as const;
export type WorkKind = (typeof WORK_KINDS)[number];
const NOUN = { projects: 'project', features: 'feature', bugs: 'bug' } as const;
const ENDED = ['completed', 'resolved', 'closed'];

export interface FakeThing {
  id: number;
  status: string;
  [field: string]: unknown;
}
type Body = Record<string, unknown>;

const item = {
  ...{ project_id: null, description: null, status_reason: null, priority: 0, assigned_to: null },
  ...{ tmux_session: null, estimated_hours: null, actual_hours: null, prompt_id: null, answered_at: null },
};
const NEW: Record<WorkKind, Body & { status: string }> = {
  projects: { description: null, source_path: null, status: 'active', priority: 0, warning: null },
  features: {
    ...item,
    spec: null,
    milestone_id: null,
    assigned_node: null,
    status: 'draft',
    completed_at: null,
  },
  bugs: { ...item, feature_id: null, severity: 'medium', status: 'open', resolved_at: null },
};

export class FakeWork {
  readonly rows: Record<WorkKind, Map<number, FakeThing>> = {
    projects: new Map(),
    features: new Map(),
    bugs: new Map(),
  };
  /** Each request to make, change or remove something, as `METHOD /path`. */
  readonly writes: { call: string; body: Body; tag: string | undefined }[] = [];
  /** Queries of the lists, for what a page asks. */
  readonly lists: string[] = [];
  readonly sends: { key: string | undefined; body: Body }[] = [];
  sendGate: Promise<void> = Promise.resolve();
  hits: Body[] = [];
  readonly github = new FakeGithub();

  add(kind: WorkKind, fields: Body): FakeThing {
    const id = this.rows[kind].size + 1;
    // A minute apart, so that their order is known.
    const at = new Date(Date.now() - 86_400_000 + id * 60_000).toISOString();
    const thing = { id, created_at: at, updated_at: at, ...NEW[kind], ...fields } as FakeThing;
    this.rows[kind].set(id, thing);
    return thing;
  }

  /** How many there are of each status. */
  stats(): Record<string, Record<string, number>> {
    const counts = (kind: WorkKind): Record<string, number> => {
      const statuses = [...this.rows[kind].values()].map(({ status }) => status);
      return Object.fromEntries(
        statuses.map((status) => [status, statuses.filter((each) => each === status).length]),
      );
    };
    return Object.fromEntries(WORK_KINDS.map((kind) => [`${kind}_by_status`, counts(kind)]));
  }

  /** As another person would. */
  change(kind: WorkKind, id: number, fields: Body): void {
    Object.assign(this.rows[kind].get(id) as FakeThing, fields, { updated_at: new Date().toISOString() });
  }
}

export const tagOf = (thing: FakeThing): string =>
  `"${Buffer.from(JSON.stringify(thing)).toString('base64url')}"`;

export async function workRoutes(
  api: FakeApi,
  call: string,
  url: URL,
  body: Body,
  headers: IncomingHttpHeaders,
): Promise<Answer> {
  const { work } = api;
  if (call === 'GET /api/audit') {
    const entry = { actor: 'another person', at: new Date().toISOString() };
    return { body: { items: [entry], total: 1, limit: 1, offset: 0 } };
  }
  if (call === 'GET /api/search') {
    const items = work.hits.filter(({ title }) => String(title).includes(url.searchParams.get('q') ?? ''));
    return { body: { items, total: items.length, limit: 50, offset: 0 } };
  }
  const [, method, name, idText, action] = /^(\w+) \/api\/(\w+)(?:\/(\d+))?(?:\/(.+))?$/.exec(call) ?? [];
  const kind = name as WorkKind;
  if (idText === undefined) return method === 'GET' ? list(work, kind, url) : make(work, kind, call, body);
  const thing = work.rows[kind].get(Number(idText));
  if (!thing) return fault(404, 'not_found', `There is no ${NOUN[kind]} ${idText}.`);
  if (action?.startsWith('github')) return work.github.answer(method, thing.id, action, body);
  if (action === 'pull-request') return work.github.pullRequest(thing.id, body);
  if (action === 'send') return send(api, kind, thing, body, headers);
  if (method === 'GET') return tagged(thing);
  work.writes.push({ call: call + url.search, body, tag: headers['if-match'] });
  if (method === 'DELETE') return remove(work, kind, thing, url);
  if (headers['if-match'] && headers['if-match'] !== tagOf(thing)) return changedMeanwhile(thing);
  const refusal = refuse(body);
  if (refusal) return refusal;
  work.change(kind, thing.id, body);
  return tagged(thing);
}

function list(work: FakeWork, kind: WorkKind, url: URL): Answer {
  const query = url.searchParams;
  work.lists.push(`${kind}${url.search}`);
  const all = (key: string): string[] | undefined => query.get(key)?.split(',');
  const q = query.get('q')?.toLowerCase();
  const found = [...work.rows[kind].values()]
    .filter(({ status }) => all('status')?.includes(status) ?? true)
    .filter(({ severity }) => all('severity')?.includes(String(severity)) ?? true)
    .filter(({ project_id: id }) => all('project_id')?.includes(String(id)) ?? true)
    .filter(
      ({ title, name }) =>
        !q ||
        String(title ?? name)
          .toLowerCase()
          .includes(q),
    );
  const byPriority = query.get('sort')?.startsWith('-priority');
  found.sort((a, b) =>
    byPriority ? Number(b['priority']) - Number(a['priority']) || b.id - a.id : b.id - a.id,
  );
  if (query.get('sort') === 'created_at') found.reverse();
  const offset = Number(query.get('offset') ?? 0);
  const items = found.slice(offset, offset + Number(query.get('limit') ?? found.length));
  return { body: items, headers: { 'X-Total-Count': String(found.length) } };
}

function make(work: FakeWork, kind: WorkKind, call: string, body: Body): Answer {
  const refusal = refuse(body);
  if (refusal) return refusal;
  work.writes.push({ call, body, tag: undefined });
  return { ...tagged(work.add(kind, body)), status: 201 };
}

function refuse(body: Body): Answer | undefined {
  for (const field of ['title', 'name']) {
    if (body[field] === '') return fault(400, 'invalid_request', 'must not be empty', field);
  }
  if (Number(body['priority'] ?? 0) > 1000)
    return fault(400, 'invalid_request', 'expected a whole number from -1000 to 1000', 'priority');
  return undefined;
}

function remove(work: FakeWork, kind: WorkKind, { id }: FakeThing, url: URL): Answer {
  const belongs = [...work.rows.features.values(), ...work.rows.bugs.values()].some(
    ({ project_id: project }) => kind === 'projects' && project === id,
  );
  if (belongs && url.searchParams.get('cascade') !== 'true')
    return fault(409, 'conflict', 'The project has features or bugs.');
  work.rows[kind].delete(id);
  return { status: 204 };
}

async function send(
  api: FakeApi,
  kind: WorkKind,
  thing: FakeThing,
  body: Body,
  headers: IncomingHttpHeaders,
) {
  const { work } = api;
  const key = headers['idempotency-key'] as string | undefined;
  work.sends.push({ key, body });
  await work.sendGate;
  if (ENDED.includes(thing.status)) return fault(409, 'conflict', `It is ${thing.status}.`);
  const noun = NOUN[kind];
  const prompt = api.addPrompt({
    content: String(thing['title']),
    source: noun,
    metadata: { [`${noun}_id`]: thing.id },
  });
  work.change(kind, thing.id, { prompt_id: prompt.id });
  return { body: { prompt_id: prompt.id, success: true } };
}

const tagged = (thing: FakeThing): Answer => ({ body: thing, headers: { ETag: tagOf(thing) } });

const changedMeanwhile = (thing: FakeThing): Answer => ({
  status: 412,
  body: {
    error: { code: 'changed_meanwhile', message: 'It was changed since you read it.', current: thing },
  },
  headers: { ETag: tagOf(thing) },
});
