/**
 * How routes describe themselves for the API document: with the schemas that check their requests and those of their
 * answers. `api/descriptions/` has them, one file a concern; `api/document/openapi.ts` makes the document of them.
 */
import type { z } from 'zod';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
/** As routes are registered: `GET /api/projects/:id`. */
export type RouteName = `${Method} /${string}`;

/** Error statuses that a route names besides those that any may answer with. */
export type ErrorStatus = 404 | 409 | 410 | 412 | 413 | 415 | 422 | 429 | 502 | 503;

export interface OtherAnswer {
  readonly mediaType: string;
  /** Where the caller can have JSON instead. */
  readonly json?: z.ZodType;
}

export interface RouteDescription {
  readonly summary: string;
  /** What the summary has no room for; Markdown. */
  readonly details?: string;
  /** Only where a parameter of the path is neither a number named `id` nor a plain text. */
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  readonly headers?: z.ZodObject;
  /** JSON. */
  readonly body?: z.ZodType;
  /** Status -> what is answered: a schema of JSON, null for no body, or another media type. */
  readonly answers: Readonly<Record<number, z.ZodType | null | OtherAnswer>>;
  readonly errors?: readonly ErrorStatus[];
  /** Answers with an ETag. `read`: minds If-None-Match; `change`: minds If-Match. */
  readonly tagged?: 'read' | 'change' | 'answer';
  /** The list tells the total and its other pages in headers. */
  readonly listed?: true;
  /** Needs no login. */
  readonly open?: true;
  /** Runs programs, ends them or types into terminals: what calls at random has to leave it out. */
  readonly runsPrograms?: true;
}

export type Routes = Readonly<Record<RouteName, RouteDescription>>;

export type Described<T extends Routes> = { readonly [Name in keyof T]: T[Name] & { readonly tag: string } };

/** Routes of one concern; `tag` is its heading in the document. */
export function describeRoutes<const T extends Routes>(tag: string, routes: T): Described<T> {
  const entries = Object.entries(routes).map(([name, route]) => [name, { ...route, tag }]);
  return Object.fromEntries(entries) as Described<T>;
}
