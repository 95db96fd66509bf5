/** Calls of the API with the types of its document: path, query, body, headers and answer as the route describes them. */
import type { AnyOptions, ResponseOf, CallableRoute, CallArguments } from '../api/document/client-types';
import { type ApiClient, type Method, query as queryString } from './client';

export type { ResponseOf as Answer, Body, Query, Row } from '../api/document/client-types';

/**
 * `call(client, 'GET /api/projects/:id', { params: { id } })`
 * @throws as `ApiClient.request`
 */
export async function call<Name extends CallableRoute>(
  client: Pick<ApiClient, 'request'>,
  route: Name,
  ...[options]: CallArguments<Name>
): Promise<ResponseOf<Name>> {
  const { params = {}, query = {}, body, headers } = (options ?? {}) as AnyOptions;
  const [method, template = ''] = route.split(' ');
  const path = template.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const answer = await client.request(method as Method, path + queryString(query), { body, headers });
  return answer as ResponseOf<Name>;
}
