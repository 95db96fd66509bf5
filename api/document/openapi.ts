/** The OpenAPI 3.1 document, made from the descriptions of the routes. */
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from 'zod-openapi';
import { errorAnswer } from '../http/responses';
import { DESCRIPTIONS } from './operations';
import type { ErrorStatus, RouteDescription } from '../http/operation';

type Route = RouteDescription & { readonly tag: string };

const ERRORS: Record<ErrorStatus | 400 | 401 | 403, string> = {
  400: 'a field is missing or wrong, or the body is no JSON',
  401: 'no login, or an expired one',
  403: 'the request comes from another site',
  404: 'there is no such thing',
  409: 'it is not in a state for that, the name is taken, or other things need it',
  410: 'it was used, has expired or never was',
  412: 'it was changed since it was read; the answer has what it is now',
  413: 'the body, or a text in it, is too large',
  415: 'the body is no application/json',
  422: 'it names something that is not there',
  429: 'too many requests; Retry-After tells when to come again',
  502: 'GitHub gave no usable answer',
  503: 'the workflow engine is down, or another program holds the database',
};
const ANSWERS: Record<number, string> = {
  200: 'OK',
  201: 'Made',
  202: 'Goes on',
  204: 'Done',
  302: 'To a page',
  303: 'To a page',
};
const JSON_TYPE = 'application/json';

const etag = z.string().meta({ description: 'changes with every change of what is answered' });
const tagHeaders = z.object({ ETag: etag });
const listHeaders = z.object({
  'X-Total-Count': z.string().meta({ description: 'how many there are in all' }),
  Link: z
    .string()
    .optional()
    .meta({ description: 'first, prev, next and last page, where a limit was given' }),
});
const ifNoneMatch = z.object({
  'If-None-Match': z.string().optional().meta({ description: 'an ETag: answers 304 where it still holds' }),
});
const ifMatch = z.object({
  'If-Match': z
    .string()
    .optional()
    .meta({ description: 'an ETag: changes only what is still as it was read' }),
});

export type OpenApiDocument = ReturnType<typeof openApiDocument>;

/** @param descriptions of the routes, by `METHOD /path/:parameter` */
export function openApiDocument(
  version: string,
  descriptions: Readonly<Record<string, Route>> = DESCRIPTIONS,
) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const [name, route] of Object.entries(descriptions)) {
    const [method = '', path = ''] = name.split(' ');
    (paths[openApiPath(path)] ??= {})[method.toLowerCase()] = operation(method, path, route);
  }
  return createDocument({
    openapi: '3.1.0',
    info: {
      ...{ title: 'Architect Dashboard', version },
      description: 'The API of the dashboard. docs/api.md tells it in prose.',
    },
    servers: [{ url: '/' }],
    security: [{ token: [] }, { cookie: [] }],
    tags: [...new Set(Object.values(descriptions).map(({ tag }) => tag))].map((tag) => ({ name: tag })),
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'the token in the data directory' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: 'architect.INSTANCE.session',
          description: 'as POST /login sets it; its name is of this installation',
        },
      },
    },
  });
}

function operation(method: string, path: string, route: Route): ZodOpenApiOperationObject {
  const parameters = parametersOf(path, route);
  const headers = headersOf(method, route);
  return {
    operationId: operationId(method, path),
    tags: [route.tag],
    summary: route.summary,
    ...(route.details && { description: route.details }),
    ...(route.open && { security: [] }),
    ...(route.runsPrograms && { 'x-runs-programs': true }),
    requestParams: {
      ...(parameters && { path: parameters }),
      ...(route.query && { query: route.query }),
      ...(headers && { header: headers }),
    },
    ...(route.body && {
      requestBody: {
        content: { [JSON_TYPE]: { schema: route.body } },
        required: !route.body.safeParse(undefined).success,
      },
    }),
    responses: responses(method, route),
  };
}

function responses(method: string, route: Route): Record<string, ZodOpenApiResponseObject> {
  const headers = route.listed ? listHeaders : route.tagged && method !== 'DELETE' ? tagHeaders : undefined;
  const answers = Object.entries(route.answers).map(([status, answer]) => [
    status,
    {
      description: ANSWERS[Number(status)] ?? 'OK',
      ...(headers && { headers }),
      ...(answer && {
        content:
          'mediaType' in answer
            ? {
                [answer.mediaType]: { schema: z.string() },
                ...(answer.json && { [JSON_TYPE]: { schema: answer.json } }),
              }
            : { [JSON_TYPE]: { schema: answer } },
      }),
    },
  ]);
  const common = route.open ? [400, 403] : [400, 401, 403];
  const named = [
    ...common,
    ...(route.body ? [413, 415] : []),
    ...(route.errors ?? []),
  ] as (keyof typeof ERRORS)[];
  const errors = named.map((status) => [status, error(ERRORS[status])]);
  const notModified = route.tagged === 'read' ? [['304', { description: 'As it was' }]] : [];
  return Object.fromEntries([
    ...answers,
    ...notModified,
    ...errors,
    ['default', error('Any other fault')],
  ]) as Record<string, ZodOpenApiResponseObject>;
}

function error(description: string): ZodOpenApiResponseObject {
  return { description, content: { [JSON_TYPE]: { schema: errorAnswer } } };
}

function headersOf(method: string, route: Route): z.ZodObject | undefined {
  if (route.tagged === 'change') return ifMatch;
  if (route.tagged === 'read') return ifNoneMatch;
  return route.headers;
}

function parametersOf(path: string, route: Route): z.ZodObject | undefined {
  const names = [...path.matchAll(/:(\w+)/g)].map(([, name = '']) => name);
  if (names.length === 0 || route.params) return route.params;
  const shape = names.map((name) => [name, name === 'id' ? z.int().min(1) : z.string().min(1)] as const);
  return z.object(Object.fromEntries(shape));
}

/** `/api/projects/:id` -> `/api/projects/{id}`. */
export function openApiPath(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}

/** `GET /api/projects/:id` -> `get_projects_id`: what clients that are generated call it. */
function operationId(method: string, path: string): string {
  const words = path.split(/[^\w]+/).filter((word) => word !== '' && word !== 'api');
  return [method.toLowerCase(), ...words].join('_');
}
