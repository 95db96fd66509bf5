/** The vault of the fake server. */
import { fault, type Answer, type FakeApi } from './fake-api';

export interface FakeSecret {
  readonly id: number;
  readonly name: string;
  readonly value: string;
  readonly category: string;
  readonly due?: 'expired' | 'expires_soon' | 'rotation' | null;
}

export function vaultRoutes(
  api: FakeApi,
  call: string,
  body: Record<string, unknown>,
  query: URLSearchParams,
): Answer {
  const { secrets } = api;
  const [, method, idText] = /^(\w+) \/api\/secrets(?:\/(\d+))?$/.exec(call) ?? [];
  const id = Number(idText);
  const secret = secrets.get(id);
  if (idText === undefined && method === 'GET') {
    const all = [...secrets.values()].map(withoutValue);
    return { body: query.get('due') === 'true' ? all.filter(({ due }) => due !== null) : all };
  }
  if (idText === undefined) {
    if (body['name'] === '') return fault(400, 'invalid_request', 'must not be empty', 'name');
    const next = { id: secrets.size + 1, ...body } as FakeSecret;
    secrets.set(next.id, next);
    return { status: 201, body: withoutValue(next) };
  }
  if (!secret) return fault(404, 'not_found', 'There is no such secret.');
  if (method === 'DELETE') {
    secrets.delete(id);
    return { status: 204 };
  }
  return { body: { ...withoutValue(secret), value: secret.value } };
}

function withoutValue({ value: _, ...secret }: FakeSecret) {
  const times = { updated_at: '2026-03-10T12:00:00.000Z', last_accessed: null, access_count: 0 };
  return { service: null, description: null, due: null, readable: true, ...times, ...secret };
}
