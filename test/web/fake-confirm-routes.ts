/** The calls of the fake server that are about auto-confirm. */
import { fault, type Answer } from './fake-api';
import type { FakeConfirm } from './fake-confirm';

type Body = Record<string, unknown>;

const page = (items: unknown[], query: URLSearchParams) => {
  const limit = Number(query.get('limit') ?? 50);
  const offset = Number(query.get('offset') ?? 0);
  return { body: { items: items.slice(offset, offset + limit), total: items.length, limit, offset } };
};

export async function confirmRoutes(
  confirm: FakeConfirm,
  call: string,
  url: URL,
  body: Body,
): Promise<Answer | undefined> {
  const query = url.searchParams;
  const [method, path = ''] = call.split(' ');
  const [, collection, idText] = /^\/api\/confirm(?:ations|\/([\w-]+))(?:\/(\d+))?$/.exec(path) ?? [];
  const id = Number(idText);
  if (call === 'GET /api/confirm') return { body: confirm.settings };
  if (call === 'PUT /api/confirm') return { body: confirm.set(body) };
  if (call === 'POST /api/confirm/test') return trial(confirm, body);
  if (call === 'POST /api/confirm/rules/preview') return preview(confirm, body);
  if (collection === 'rules') return rules(confirm, method ?? '', id, query, body);
  if (collection === 'trusted-directories') return directories(confirm, method ?? '', id, query, body);
  if (method === 'POST') return decide(confirm, id, body);
  if (id) return { body: confirm.confirmations.get(id) };
  const status = query.get('status');
  const found = [...confirm.confirmations.values()].filter((asked) => !status || asked.status === status);
  return page(found.reverse(), query);
}

async function decide(confirm: FakeConfirm, id: number, body: Body): Promise<Answer> {
  confirm.decisions.push({ id, body });
  await confirm.sendGate;
  if (confirm.refusal) return fault(409, 'conflict', confirm.refusal);
  const at = new Date().toISOString();
  const status = body['decision'] === 'deny' ? 'denied' : 'approved';
  const note = (body['note'] as string | undefined) ?? null;
  return {
    body: confirm.change(id, {
      status,
      decided_by: 'person',
      note,
      decided_at: at,
      answered_at: at,
      resolution: 'The answer was pressed and the dialog is gone.',
    }),
  };
}

function rules(confirm: FakeConfirm, method: string, id: number, query: URLSearchParams, body: Body): Answer {
  if (method === 'GET') return page([...confirm.rules.values()], query);
  if (body['pattern'] === '')
    return fault(400, 'invalid_request', 'pattern has to have 1 to 500 characters; it has 0', 'pattern');
  if (method === 'POST') return { status: 201, body: confirm.addRule(body) };
  const rule = confirm.rules.get(id);
  if (!rule) return fault(404, 'not_found', `There is no rule ${id}.`);
  const isOnlySwitched = Object.keys(body).join() === 'enabled';
  if (rule.builtin && !isOnlySwitched)
    return fault(409, 'conflict', `Rule ${id} is built in. Switch it off and add one of your own.`);
  if (method === 'DELETE') {
    confirm.rules.delete(id);
    return { status: 204 };
  }
  return { body: Object.assign(rule, body) };
}

function preview(confirm: FakeConfirm, body: Body): Answer {
  const asked = [...confirm.confirmations.values()].filter(({ command }) => command !== null);
  const items = asked
    .filter(({ command }) => command === body['pattern'])
    .map(({ id, session, command: subject, created_at: at }) => ({
      ...{ id, session, tool: 'Bash', subject, at, before: 'ask', after: body['verdict'] },
    }));
  return { body: { looked_at: asked.length, total: items.length, items } };
}

function trial(confirm: FakeConfirm, body: Body): Answer {
  confirm.trials.push(body);
  const command = (body['command'] ?? body['path'] ?? '') as string;
  const rule = [...confirm.rules.values()].find(({ pattern }) => pattern === command);
  if (!rule) {
    const reason = 'No rule names this, so a person decides';
    return {
      body: {
        verdict: 'ask',
        rule: { id: 'no-rule' },
        reason,
        evidence: command,
        answered: 'ask',
      },
    };
  }
  const answered = rule.verdict === 'allow' ? 'approve' : rule.verdict;
  return { body: { verdict: rule.verdict, rule, reason: rule.note, evidence: command, answered } };
}

function directories(
  confirm: FakeConfirm,
  method: string,
  id: number,
  query: URLSearchParams,
  body: Body,
): Answer {
  if (method === 'GET') return page([...confirm.directories.values()], query);
  if (method === 'DELETE') {
    confirm.directories.delete(id);
    return { status: 204 };
  }
  const path = String(body['path']);
  if (!path.startsWith('/')) return fault(400, 'invalid_request', 'expected an absolute path', 'path');
  const entry = { id: confirm.directories.size + 1, path };
  confirm.directories.set(entry.id, entry);
  return { status: 201, body: entry };
}
