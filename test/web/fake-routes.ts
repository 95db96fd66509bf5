/** The calls of the fake server. */
import type { IncomingMessage } from 'node:http';
import { SCOPES } from '../../workflows/contracts/access';
import { confirmRoutes } from './fake-confirm-routes';
import { needsToldView } from '../../api/needs/views';
import { milestones } from './fake-milestones';
import { OWN_NOTIFICATIONS } from './fake-notifications';
import type { FakePrompt } from './fake-data';
import { changeMany, move, placed, positions, sendMany } from './fake-queue';
import { fault, withoutHistory, type Answer, type FakeApi } from './fake-api';
import { vaultRoutes } from './fake-vault';
import { workRoutes } from './fake-work';

type Body = Record<string, unknown>;

/** The answer to a call; undefined where the path is none. */
export async function routes(api: FakeApi, request: IncomingMessage, url: URL): Promise<Answer | undefined> {
  const call = `${request.method} ${url.pathname}`;
  const text = await readText(request);
  if (call === 'POST /login') return login(api, new URLSearchParams(text).get('next'));
  if (call === 'POST /logout') {
    api.loggedIn = false;
    return { status: 303, headers: { Location: '/login' } };
  }
  if (call === 'GET /health') {
    const { trouble } = api;
    const status = trouble.length === 0 ? 'healthy' : 'degraded';
    const checks = { engine: 'up', store: 'up', worker: 'up', tmux: 'up' };
    return { body: { status, checks, trouble, reasons: api.health.reasons, checked_at: null, notices: [] } };
  }
  const body = (
    text && request.headers['content-type'] === 'application/json' ? JSON.parse(text) : {}
  ) as Body;
  if (call === 'POST /api/attachments') {
    api.attachments.push(body);
    return { status: 201, body: { path: `/data/attachments/${api.attachments.length}.png`, bytes: 1 } };
  }
  if (url.pathname.startsWith('/api/assigner/')) return assigner(api, call, request, url, body);
  if (/^\/api\/(confirm|confirmations)(\/|$)/.test(url.pathname))
    return confirmRoutes(api.confirm, call, url, body);
  if (/^\/api\/(health|improvements)(\/|$)/.test(url.pathname)) return api.health.answer(call, body);
  if (url.pathname.startsWith('/api/milestones')) return milestones(api, call, url.searchParams);
  if (call === 'GET /api/hosts') return { body: { items: api.hosts } };
  if (url.pathname.startsWith('/api/sessions')) return sessions(api, call, body);
  const log = /^\/api\/tasks\/(\d+)\/log$/.exec(url.pathname);
  if (log) return api.tasks.log(Number(log[1]), url.searchParams);
  if (url.pathname.startsWith('/api/tasks')) return api.tasks.answer(call, url, body);
  if (url.pathname.startsWith('/api/secrets')) return vaultRoutes(api, call, body, url.searchParams);
  if (/^\/api\/(projects|features|bugs|audit|search)(\/|$)/.test(url.pathname))
    return workRoutes(api, call, url, body, request.headers);
  if (call === 'GET /api/me/notifications') return { body: OWN_NOTIFICATIONS };
  if (call === 'GET /api/me') return { body: { name: 'architect', role: 'admin', scopes: SCOPES } };
  if (url.pathname.startsWith('/api/needs')) return needs(api, call, url);
  if (call === 'GET /api/settings')
    return api.settings ? { body: { items: api.settings } } : fault(403, 'forbidden', 'For admins only.');
  const logged = api.logs.answer(call, url);
  if (logged) return logged;
  if (call === 'GET /api/monitor') return { body: { ...api.monitor.board(), alone: api.monitor.alone } };
  if (call === 'POST /login/link') return api.monitor.openLink(body);
  if (call === 'GET /api/stats') return { body: api.work.stats() };
  if (call === 'POST /api/errors') return { status: 201, body: { id: 1, success: true } };
  return undefined;
}

function needs(api: FakeApi, call: string, url: URL): Answer {
  const { all, told } = api.needs();
  const id = decodeURIComponent(/^POST \/api\/needs\/(.+)\/dismiss$/.exec(call)?.[1] ?? '');
  if (id) {
    api.dismissed.set(id, all.find((one) => one.id === id)?.occurrence ?? '');
    api.emit('status', api.counts());
    return { status: 204 };
  }
  const offset = Number(url.searchParams.get('offset') ?? 0);
  const items = needsToldView(all.slice(offset)).items;
  return { body: { items, total: told.total, counts: told.counts, limit: 30, offset } };
}

function login(api: FakeApi, next: string | null): Answer {
  if (api.refuseLogin) return { status: 303, headers: { Location: `/login?error=${api.refuseLogin}` } };
  api.loggedIn = true;
  return { status: 303, headers: { Location: next === null || next === '' ? '/' : next } };
}

async function assigner(api: FakeApi, call: string, request: IncomingMessage, url: URL, body: Body) {
  if (call === 'GET /api/assigner/status') return { body: api.counts() };
  if (call === 'GET /api/assigner/queue') return { body: api.queue };
  if (call === 'PUT /api/assigner/queue') {
    const changed = { changed_by: 'ann', changed_at: new Date().toISOString() };
    api.queue = { reason: null, ...body, ...changed };
    api.emit('queue', api.queue);
    return { body: api.queue };
  }
  if (call === 'POST /api/assigner/prompts/archive') return { body: { archived: archiveAll(api, body) } };
  if (call === 'POST /api/assigner/send') return sendPrompt(api, request.headers['idempotency-key'], body);
  if (call === 'POST /api/assigner/send/batch') return sendMany(api, body);
  if (call === 'POST /api/assigner/prompts/batch') return changeMany(api, body);
  if (call === 'GET /api/assigner/queue/positions') return positions(api, url.searchParams);
  if (call === 'GET /api/assigner/prompts') return { body: list(api, url.searchParams) };
  const [, idText, action] = /\/prompts\/(\d+)(?:\/(\w+))?$/.exec(url.pathname) ?? [];
  const id = Number(idText);
  const prompt = api.prompts.get(id);
  if (!prompt)
    return fault(404, 'not_found', `There is no prompt ${idText}. Look at the list for those there are.`);
  if (action === 'move') return move(api, prompt, body);
  if (action === 'changes') return { body: { attempts: api.changes.get(id) ?? [] } };
  if (action === 'archive' || action === 'unarchive')
    api.step(id, prompt.status, prompt.stage, 'put away', { archived: action === 'archive' });
  if (action === 'cancel') api.step(id, 'cancelled', 'cancelled', 'cancelled by a person');
  if (action === 'retry') api.step(id, 'pending', 'queued', 'to be tried again', { completed_at: null });
  if (action === 'resolve') {
    const as = body['as'] === 'completed' ? 'completed' : 'failed';
    api.step(id, as, as, `a person says so: ${(body['note'] as string | undefined) ?? ''}`);
  }
  if (action === 'reassign') {
    api.step(id, 'pending', 'queued', 'sent elsewhere', {
      target_session: body['target_session'] as string | null,
    });
  }
  if (request.method === 'PATCH') {
    const priority = body['priority'];
    if (!Number.isInteger(priority))
      return fault(400, 'invalid_request', 'expected a whole number', 'priority');
    api.step(id, prompt.status, prompt.stage, 'priority changed', { priority: priority as number });
  }
  return { body: prompt };
}

function archiveAll(api: FakeApi, body: Body): number {
  const ended = [...api.prompts.values()].filter(({ status }) =>
    (body['status'] as string[]).includes(status),
  );
  for (const { id, status, stage } of ended) api.step(id, status, stage, 'put away', { archived: true });
  return ended.length;
}

async function sendPrompt(api: FakeApi, key: string | string[] | undefined, body: Body): Promise<Answer> {
  const name = typeof key === 'string' ? key : undefined;
  api.sends.push({ key: name, body });
  await api.sendGate;
  const known = name ? api.keys.get(name) : undefined;
  if (known) return { body: { prompt_id: known, success: true } };
  const priority = (body['priority'] ?? 0) as number;
  if (!Number.isInteger(priority) || Math.abs(priority) > 1000) {
    return fault(400, 'invalid_request', 'expected a whole number from -1000 to 1000', 'priority');
  }
  const prompt = api.addPrompt({
    content: String(body['content']),
    priority,
    target_session: (body['target_session'] as string | undefined) ?? null,
    warning: api.warning,
  });
  if (name) api.keys.set(name, prompt.id);
  const { warning } = prompt;
  return { body: { prompt_id: prompt.id, success: true, ...(warning !== null && { warning }) } };
}

const ORDERS: Record<string, (a: FakePrompt, b: FakePrompt) => number> = {
  newest: (a, b) => b.id - a.id,
  oldest: (a, b) => a.id - b.id,
  priority: (a, b) => b.priority - a.priority || a.rank - b.rank,
};

function list(api: FakeApi, query: URLSearchParams) {
  const statuses = query.get('status')?.split(',');
  const q = query.get('q')?.toLowerCase();
  const limit = Number(query.get('limit') ?? 50);
  const offset = Number(query.get('offset') ?? 0);
  const found = [...api.prompts.values()]
    .filter(
      ({ archived }) =>
        query.get('archived') === 'include' || archived === (query.get('archived') === 'true'),
    )
    .filter((prompt) => !statuses || statuses.includes(prompt.status) || statuses.includes(prompt.stage))
    .filter((prompt) => !query.has('key') || api.keys.get(query.get('key') ?? '') === prompt.id)
    .filter((prompt) => !q || prompt.content.toLowerCase().includes(q))
    .sort(ORDERS[query.get('order') ?? 'newest']);
  const items = found.slice(offset, offset + limit).map((prompt) => withoutHistory(placed(api, prompt)));
  return { items, total: found.length, limit, offset };
}

function sessions(api: FakeApi, call: string, body: Body): Answer {
  if (call === 'GET /api/sessions') return { body: [...api.sessions.values()] };
  if (call === 'POST /api/sessions/up') {
    const names = ['architect', 'dev_worker1', 'dev_worker2', 'claude_orchestrator'];
    const missing = names.filter((name) => !api.sessions.has(name));
    const existing = names.filter((name) => api.sessions.has(name)).map((name) => api.sessions.get(name));
    return { body: { created: missing.map((name) => api.addSession(name)), existing, provider: 'claude' } };
  }
  if (call === 'POST /api/sessions') {
    const name = String(body['name']);
    if (!/^[\w-]+$/.test(name))
      return fault(400, 'invalid_request', 'expected letters, digits, - and _', 'name');
    return { status: 201, body: api.addSession(name, 'starting', { provider: body['provider'] }) };
  }
  const [, method, name, part] = /^(\w+) \/api\/sessions\/([\w-]+)(?:\/([\w-]+))?$/.exec(call) ?? [];
  const session = api.sessions.get(name ?? '');
  if (!name || !session) return fault(404, 'not_found', 'There is no such session.');
  if (part === 'screen') return { body: { name, screen: api.screen, captured_at: new Date().toISOString() } };
  if (part === 'explain') return { body: api.explanations.get(name) };
  if (part === 'auto-confirm') {
    const minutes = body['minutes'] as number | undefined;
    const until = minutes === undefined ? null : new Date(Date.now() + minutes * 60_000).toISOString();
    return {
      body: api.addSession(name, session.status, { auto_confirm: body['mode'], auto_confirm_until: until }),
    };
  }
  if (part === 'take-over') return { body: api.addSession(name, 'waiting_input', { owner: null }) };
  if (method === 'PATCH') return { body: api.addSession(name, session.status, { ...session, ...body }) };
  if (method === 'DELETE') {
    api.removeSession(name);
    return { status: 204 };
  }
  return { body: session };
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
