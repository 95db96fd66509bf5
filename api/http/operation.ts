/**
 * What can be asked of the API. An operation is declared once, in the `operations.ts` of its concern: the route
 * (api/http/route.ts), the OpenAPI document and the types of its callers (api/document/) are made of that declaration.
 * It names schemas only, so that callers can have its types without the server.
 */
import type { z } from 'zod';
import type { Scope } from '../../workflows/contracts/access';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** Error statuses that an operation names besides those that any may answer with. */
export type ErrorStatus = 401 | 404 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 502 | 503;

export interface OtherResponse {
  readonly mediaType: string;
  /** Where the caller can have JSON instead. */
  readonly json?: z.ZodType;
}

export type Access = Scope | 'open' | 'login' | 'host';

export interface Operation {
  readonly method: Method;
  /** As the router takes it: `/api/projects/:id`. */
  readonly path: `/${string}`;
  /**
   * What a user or token needs to be allowed to; `open`: no login, `login`: one of any role or scope, `host`: none of
   * theirs, but the token of a joined host (api/middleware/host-tokens.ts).
   */
  readonly access: Access;
  readonly summary: string;
  /** What the summary has no room for; Markdown. */
  readonly details?: string;
  /** The parameters of the path: `numberOf('project')`. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** JSON. */
  readonly body?: z.ZodType;
  /** Takes YAML as well, of the same values. */
  readonly yaml?: true;
  /** Takes a form as well: the handler reads the body itself. */
  readonly form?: true;
  /** Status -> what is answered: a schema of JSON, null for no body, or another media type. */
  readonly responses: Readonly<Record<number, z.ZodType | null | OtherResponse>>;
  readonly errors?: readonly ErrorStatus[];
  /** Answers with an ETag. `read`: minds If-None-Match; `change`: minds If-Match; `answer`: neither. */
  readonly tagged?: 'read' | 'change' | 'answer';
  /** The list tells the total and its other pages in headers. */
  readonly listed?: true;
  /** Not kept among the requests of the audit: asked all the time, by programs. */
  readonly unaudited?: true;
  /** Runs programs, ends them or types into terminals: what calls at random has to leave it out. */
  readonly runsPrograms?: true;
}

export type Operations = Readonly<Record<string, Operation>>;

/** Operations of one heading of the document, each under the name that its handler has. */
export type OperationsOf<T extends Operations> = {
  readonly [Name in keyof T]: T[Name] & { readonly tag: string };
};

/** Operations of one concern; `tag` is its heading in the document. */
export function operations<const T extends Operations>(tag: string, declared: T): OperationsOf<T> {
  const entries = Object.entries(declared).map(([name, operation]) => [name, { ...operation, tag }]);
  return Object.fromEntries(entries) as OperationsOf<T>;
}
