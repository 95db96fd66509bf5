/** The API document: every route is in it, it is well-formed, and what it says is what is answered. */
import { allOperations } from '../../api/document/operations';
import { openApiDocument } from '../../api/document/openapi';
import { builtAsset } from '../support/built-pages';
import { startApi, type TestApi } from '../support/api';
import { type ApiDocument, contractOf } from '../support/contract';
import { routesOf } from '../support/routes';
import { PAGE, request } from './http';

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const document = (): ApiDocument => openApiDocument('0') as unknown as ApiDocument;

describe('the document', () => {
  it('has every route of the router, and no others', () => {
    const routes = routesOf(api.store);
    const operations = allOperations().map(({ method, path }) => `${method} ${path}`);
    expect(routes.length).toBeGreaterThan(50);
    expect(routes).toEqual([...operations].sort());
  });

  it('gives each operation a name of its own, a heading, a summary, and the shape of its errors', () => {
    const operations = Object.values(document().paths).flatMap((methods) => Object.values(methods)) as any[];
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    for (const { tags, summary, responses } of operations) {
      expect([tags.length, summary.length > 3]).toEqual([1, true]);
      const schema = responses.default.content['application/json'].schema;
      expect(schema).toEqual({ $ref: '#/components/schemas/Error' });
    }
  });

  it('names every parameter of a path, and the fields of bodies with their limits', () => {
    const { paths, components }: any = document();
    for (const [path, methods] of Object.entries<any>(paths)) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      for (const { parameters = [] } of Object.values<any>(methods)) {
        const known = parameters.filter((one: any) => one.in === 'path').map(({ name }: any) => name);
        expect([path, known]).toEqual([path, named]);
      }
    }
    expect(components.schemas.NewProject.properties.priority).toMatchObject({
      minimum: -1000,
      maximum: 1000,
    });
    expect(components.schemas.NewProject.required).toEqual(['name']);
    const limit = paths['/api/features'].get.parameters.find(({ name }: any) => name === 'limit');
    expect(limit.schema).toEqual({ type: 'integer', minimum: 1, maximum: 500 });
  });

  it('is served as it is made, and as a page to who is logged in', async () => {
    const served = await api.call('/api/openapi.json');
    expect(served.body).toEqual(JSON.parse(JSON.stringify(document())));
    const authorization = { Authorization: 'Bearer token' };
    const page = await request(api.url, '/api/docs', { headers: { ...PAGE, ...authorization } });
    expect([page.status, page.headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
    expect(page.text).toContain(builtAsset('api-docs', 'js'));
    const stranger = await request(api.url, '/api/docs', { headers: PAGE });
    expect([stranger.status, stranger.headers.location]).toEqual([302, '/login?next=%2Fapi%2Fdocs']);
  });
});

describe('an answer that is not as the document says is found:', () => {
  const contract = contractOf(document());
  const good = { version: '0', host: 'h', user: 'u', temporal_ui: null, namespace: 'n' };
  const system = { ...good, engine: 'embedded', engine_state: 'up', default_password: true };
  const get = (body: unknown, status = 200, path = '/api/system') =>
    contract({ method: 'GET', path, status, body });

  it('a field too many, one too few, one of another type, a status, a body', () => {
    expect(get(system)).toEqual([]);
    expect(get({ ...system, more: 1 })).toHaveLength(1);
    expect(get(good)).toHaveLength(3);
    expect(get({ ...system, version: 0 })).toHaveLength(1);
    expect(get(system, 202)).toEqual(['GET /api/system -> 202: the document has no such answer']);
    expect(get({ error: 'plain text' }, 500)).toHaveLength(1);
    expect(contract({ method: 'DELETE', path: '/api/bugs/1', status: 204, body: {} })).toHaveLength(1);
    expect(get([{ id: 1 }], 200, '/api/projects?limit=1').length).toBeGreaterThan(0);
  });

  it('but a path that is in no document is left alone', () => {
    expect(get('anything', 200, '/elsewhere')).toEqual([]);
  });
});
