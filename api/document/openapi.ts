/** The OpenAPI 3.1 document, made from the operations. */
import { z } from 'zod';
import { createDocument, type ZodOpenApiOperationObject, type ZodOpenApiResponseObject } from 'zod-openapi';
import type { ErrorStatus } from '../http/operation';
import { errorResponse } from '../http/responses';
import { allOperations, type DocumentedOperation } from './operations';

const ERRORS: Record<ErrorStatus | 400 | 403, string> = {
  400: 'a field is missing or wrong, or the body is no JSON',
  401: 'no login, or an expired one',
  403: 'the role of the user, or the scopes of the token, are not enough, or the request comes from another site',
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
const SUCCESSES: Record<number, string> = {
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

/** @param prefix path that the server is under */
export function openApiDocument(version: string, prefix = '', operations = allOperations()) {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {};
  for (const one of operations)
    (paths[openApiPath(one.path)] ??= {})[one.method.toLowerCase()] = operation(one);
  return createDocument({
    openapi: '3.1.0',
    info: {
      ...{ title: 'Architect Dashboard', version },
      description: 'The API of the dashboard. docs/api.md tells it in prose.',
    },
    servers: [{ url: prefix || '/' }],
    security: [{ token: [] }, { cookie: [] }],
    tags: [...new Set(operations.map(({ tag }) => tag))].map((tag) => ({ name: tag })),
    paths,
    components: {
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: 'a token of POST /api/tokens, or the one in the data directory',
        },
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

function operation(declared: DocumentedOperation): ZodOpenApiOperationObject {
  const { method, path, tag, summary, details, access, runsPrograms, params, query, body, yaml } = declared;
  const headers = headersOf(declared);
  return {
    operationId: operationId(method, path),
    tags: [tag],
    summary,
    ...(details && { description: details }),
    ...(access === 'open' ? { security: [] } : { 'x-needs': access }),
    ...(runsPrograms && { 'x-runs-programs': true }),
    requestParams: {
      ...(params && { path: params }),
      ...(query && { query }),
      ...(headers && { header: headers }),
    },
    ...(body && {
      requestBody: {
        content: {
          [JSON_TYPE]: { schema: body },
          ...(yaml && { 'application/yaml': { schema: body } }),
        },
        required: !body.safeParse(undefined).success,
      },
    }),
    responses: responsesOf(declared),
  };
}

function responsesOf({
  method,
  responses,
  errors = [],
  ...declared
}: DocumentedOperation): Record<string, ZodOpenApiResponseObject> {
  const headers = declared.listed
    ? listHeaders
    : declared.tagged && method !== 'DELETE'
      ? tagHeaders
      : undefined;
  const successes = Object.entries(responses).map(([status, response]) => [
    status,
    {
      description: SUCCESSES[Number(status)] ?? 'OK',
      ...(headers && { headers }),
      ...(response && {
        content:
          'mediaType' in response
            ? {
                [response.mediaType]: { schema: z.string() },
                ...(response.json && { [JSON_TYPE]: { schema: response.json } }),
              }
            : { [JSON_TYPE]: { schema: response } },
      }),
    },
  ]);
  const common = declared.access === 'open' ? [400, 403] : [400, 401, 403];
  const named = [...common, ...(declared.body ? [413, 415] : []), ...errors] as (keyof typeof ERRORS)[];
  const notModified = declared.tagged === 'read' ? [['304', { description: 'As it was' }]] : [];
  return Object.fromEntries([
    ...successes,
    ...notModified,
    ...named.map((status) => [status, error(ERRORS[status])]),
    ['default', error('Any other fault')],
  ]) as Record<string, ZodOpenApiResponseObject>;
}

function error(description: string): ZodOpenApiResponseObject {
  return { description, content: { [JSON_TYPE]: { schema: errorResponse } } };
}

function headersOf({ tagged, headers }: DocumentedOperation): z.ZodObject | undefined {
  if (tagged === 'change') return ifMatch;
  if (tagged === 'read') return ifNoneMatch;
  return headers;
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
