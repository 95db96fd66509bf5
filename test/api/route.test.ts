/** A route: the request is checked as its operation says before the handler has it, and answered as the handler says. */
import { bodyParser } from '@koa/bodyparser';
import Router from '@koa/router';
import Koa from 'koa';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { type Principal, userPrincipal } from '../../api/access/principal';
import type { RequestState } from '../../api/context';
import { HttpError } from '../../api/http/errors';
import { idempotencyHeader, nameInPath, numberOf } from '../../api/http/fields';
import { operations } from '../../api/http/operation';
import { ANSWERED, JsonText, register, reply, route, routes } from '../../api/http/route';
import type { Services } from '../../api/services';
import { errorEnvelope } from '../../api/middleware/errors';
import { silentLog } from '../../telemetry/log';
import { expectError, expectFieldError, JSON_BODY, request } from './http';

const things = operations('Things', {
  get: {
    method: 'GET',
    path: '/api/things/:id',
    access: 'read',
    params: numberOf('thing'),
    summary: 'One thing',
    responses: { 200: z.object({ id: z.number() }) },
  },
  newest: {
    method: 'GET',
    path: '/api/things/newest',
    access: 'read',
    summary: 'The newest',
    responses: { 200: z.object({ id: z.number() }) },
  },
  make: {
    method: 'POST',
    path: '/api/things/:name/parts',
    access: 'read',
    params: nameInPath,
    query: z.object({ depth: z.string().transform(Number).optional() }),
    headers: idempotencyHeader,
    summary: 'Make parts',
    body: z.strictObject({ count: z.number().default(1) }),
    responses: { 200: z.object({ made: z.unknown() }), 201: z.object({ made: z.unknown() }) },
  },
  remove: {
    method: 'DELETE',
    path: '/api/things/:id',
    access: 'work:write',
    params: numberOf('thing'),
    summary: 'Remove it',
    responses: { 204: null },
  },
  file: {
    method: 'GET',
    path: '/api/things/file',
    access: 'read',
    summary: 'As a file',
    responses: { 200: { mediaType: 'text/plain' } },
  },
});

let asked: unknown[];
let guarded: boolean;
const thingRoutes = routes(things)(() => ({
  get: ({ params: { id }, actor }) => {
    asked.push([id, actor]);
    return new JsonText(`{ "id": ${id} }`);
  },
  newest: () => ({ id: 7 }),
  make: {
    async guard() {
      if (guarded) throw new HttpError(429, 'too_many_requests', 'Later.');
    },
    async handle({ params, query, headers, body }) {
      return reply(body.count > 1 ? 201 : 200, { made: { params, query, headers, body } });
    },
  },
  remove({ params: { id } }) {
    asked.push(id);
    return undefined;
  },
  file({ ctx }) {
    ctx.body = 'text';
    return ANSWERED;
  },
}));

const app = new Koa<RequestState>();
const router = new Router<RequestState>();
register(router, thingRoutes.make({} as Services));
let principal: Principal | undefined;
app
  .use(errorEnvelope(() => silentLog))
  .use((ctx, next) => {
    if (principal) ctx.state.principal = principal;
    return next();
  })
  .use(bodyParser())
  .use(router.routes());
const server = app.listen(0, '127.0.0.1');
const call = (path: string, method = 'GET', body?: object, headers = {}) =>
  request(`http://127.0.0.1:${(server.address() as AddressInfo).port}`, path, {
    method,
    ...(body && { body: JSON.stringify(body) }),
    headers: { ...JSON_BODY, ...headers },
  });

beforeAll(() => server.listening || once(server, 'listening'));
beforeEach(() => {
  asked = [];
  guarded = false;
  principal = userPrincipal('jordan', 'operator', 1);
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  await once(server, 'close');
});

it('gives the handler a number for the number in the path, and who asks; JSON that is kept goes out as it is', async () => {
  const { status, text, headers } = await call('/api/things/12');
  expect([status, text]).toEqual([200, '{ "id": 12 }']);
  expect(headers['content-type']).toMatch(/^application\/json/);
  expect(asked).toEqual([[12, 'jordan']]);
});

it('names the parameter that is none, and does not ask the handler', async () => {
  for (const id of ['0', '-1', 'x', '1.5', '1e3'])
    expect(expectFieldError(await call(`/api/things/${id}`), 'id')).toContain(
      'expected the number of a thing',
    );
  expect(asked).toEqual([]);
});

it('takes a path without a name in it before one that takes any, in whatever order they are declared', async () => {
  expect((await call('/api/things/newest')).body).toEqual({ id: 7 });
});

it('gives each part as its schema has it, and answers with the status that the handler says', async () => {
  const path = '/api/things/a%20b/parts';
  const key = { 'idempotency-key': 'k' };
  const several = await call(`${path}?depth=3&other=`, 'POST', { count: 2 }, key);
  expect([several.status, several.body.made]).toEqual([
    201,
    {
      params: { name: 'a b' },
      query: { depth: 3 },
      headers: { 'Idempotency-Key': 'k' },
      body: { count: 2 },
    },
  ]);
  const one = await call(path, 'POST', {});
  expect([one.status, one.body.made]).toMatchObject([200, { query: {}, headers: {}, body: { count: 1 } }]);
});

it('names the field of a body that is wrong; a guard comes before', async () => {
  const ask = () => call('/api/things/a/parts', 'POST', { count: 'two' });
  expectFieldError(await ask(), 'count');
  guarded = true;
  expect((await ask()).status).toBe(429);
});

it('answers without a body where the operation has none', async () => {
  const { status, text } = await call('/api/things/3', 'DELETE');
  expect([status, text, asked]).toEqual([204, '', [3]]);
});

it('leaves what the handler has answered by itself', async () => {
  const { status, text } = await call('/api/things/file');
  expect([status, text]).toEqual([200, 'text']);
});

it('refuses who may not do it, and who is nobody, before the guard and the handler', async () => {
  guarded = true;
  principal = userPrincipal('robin', 'viewer', 2);
  const refused = await call('/api/things/3', 'DELETE');
  expect(expectError(refused, 403, 'forbidden')).toContain('work:write');
  expect((await call('/api/things/12')).status).toBe(200);
  principal = undefined;
  expectError(await call('/api/things/12'), 401, 'login_required');
  expectError(await call('/api/things/a/parts', 'POST', {}), 401, 'login_required');
  expect(asked).toEqual([[12, 'robin']]);
});

it('is not made where the parameters are not those of the path', () => {
  const { get } = things;
  const handler = (): typeof ANSWERED => ANSWERED;
  expect(() => route({ ...get, path: '/api/things/:name' }, handler)).toThrow('params must have name');
  expect(() => route({ ...get, path: '/api/things' }, handler)).toThrow('params must have nothing');
});
