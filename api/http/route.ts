/** Routes: an operation with the handler that carries it out. Requests are checked and answers typed as it declares. */
import type Router from '@koa/router';
import type { z } from 'zod';
import { type Principal, requireScope } from '../access/principal';
import type { Context, RequestState } from '../context';
import type { Services } from '../services';
import type { Operation, Operations } from './operation';
import { notLoggedIn } from './errors';
import { parse, parseQuery } from './validation';

type Part<Op, Name extends string> = Op extends { readonly [Key in Name]: infer Schema extends z.ZodType }
  ? z.output<Schema>
  : undefined;

/** What a handler gets: the request's parts as the operation's schemas have them, undefined where it declares none. */
export interface RouteRequest<Op extends Operation> {
  readonly params: Part<Op, 'params'>;
  readonly query: Part<Op, 'query'>;
  readonly headers: Part<Op, 'headers'>;
  readonly body: Op extends { readonly form: true } ? unknown : Part<Op, 'body'>;
  /** Who asks: the user, `token:NAME` or `api-token`, for the record. */
  readonly actor: string;
  readonly ctx: Context;
  /** What comes after the routes: the static pages. */
  readonly next: () => Promise<unknown>;
}

class Answered {
  declare private readonly by: 'ctx';
}
/** What a handler returns where it has answered by `ctx` itself: with a stream, a file, a redirect, or 304. */
export const ANSWERED = new Answered();

/** JSON of a `Body`, as it is sent. */
export class JsonText<Body> {
  declare private readonly body: Body;
  constructor(readonly text: string) {}
}

/** The answer of an operation that has several statuses for success. */
export class Reply<Status extends number, Body> {
  constructor(
    readonly status: Status,
    readonly body: Body,
  ) {}
}
export const reply = <const Status extends number, Body>(status: Status, body: Body): Reply<Status, Body> =>
  new Reply(status, body);

type Success<Op extends Operation> = Extract<keyof Op['responses'], 200 | 201 | 202 | 204>;
type IsUnion<All, One = All> = One extends unknown ? ([All] extends [One] ? false : true) : never;
/** Answers are only read. */
type ReadonlyDeep<T> = T extends object ? { readonly [Key in keyof T]: ReadonlyDeep<T[Key]> } : T;
type BodyOf<Response> = Response extends z.ZodType
  ? ReadonlyDeep<z.output<Response>>
  : Response extends null
    ? undefined
    : never;
type ReplyOf<Op extends Operation> = {
  [Status in Success<Op>]: Reply<Status, BodyOf<Op['responses'][Status]>>;
}[Success<Op>];

/** The body of an answer; with its status where that isn't the only one. */
export type RouteResponse<Op extends Operation> =
  | (true extends IsUnion<Success<Op>>
      ? ReplyOf<Op>
      : BodyOf<Op['responses'][Success<Op>]> | JsonText<BodyOf<Op['responses'][Success<Op>]>>)
  | typeof ANSWERED;

export type Handler<Op extends Operation> = (
  request: RouteRequest<Op>,
) => RouteResponse<Op> | Promise<RouteResponse<Op>>;

/** Before the request is looked at: refuses who asks too often. */
export type Guard = (ctx: Context) => Promise<void>;

export interface Route {
  readonly operation: Operation;
  readonly handle: (ctx: Context, next: RouteRequest<Operation>['next']) => Promise<void>;
}

/** @throws Error where the operation's parameters aren't those of its path */
export function route<Op extends Operation>(operation: Op, handler: Handler<Op>, guard?: Guard): Route {
  const status = successOf(operation);
  const { params, query, headers, body, form, yaml }: Operation = operation;
  const named = [...operation.path.matchAll(/:(\w+)/g)].map(([, name]) => name);
  if (named.join() !== Object.keys(params?.shape ?? {}).join())
    throw new Error(`${operation.path}: params must have ${named.join(', ') || 'nothing'}`);
  return {
    operation,
    async handle(ctx, next) {
      ctx.state.operation = operation;
      requireAccess(operation, ctx.state.principal);
      await guard?.(ctx);
      const request = {
        params: params && parse(params, ctx.params),
        query: query && parseQuery(query, ctx.query),
        headers: headers && parseQuery(headers, headersOf(headers, ctx)),
        body: form ? ctx.request.body : body && (await bodyOf(body, ctx.request.body, yaml)),
        actor: ctx.state.principal?.actor ?? 'unknown',
        ctx,
        next,
      } as RouteRequest<Op>;
      send(ctx, await handler(request), status);
    },
  };
}

/** @throws HttpError where who asks is not logged in, or may not do that */
function requireAccess({ access }: Operation, principal: Principal | undefined): void {
  if (access === 'open' || access === 'host') return;
  if (principal === undefined) throw notLoggedIn();
  if (access !== 'login') requireScope(principal, access);
}

/** Text is YAML: JSON came as values. */
async function bodyOf(schema: z.ZodType, body: unknown, yaml = false): Promise<unknown> {
  if (!yaml || typeof body !== 'string') return parse(schema, body);
  const { readYaml } = await import('./yaml.js');
  const { value, lineOf } = readYaml(body);
  return parse(schema, value, lineOf);
}

/** The status of an answer that names none. */
function successOf({ responses }: Operation): number {
  const [first = 200] = Object.keys(responses).map(Number);
  return first;
}

function headersOf(schema: z.ZodObject, ctx: Context): Record<string, string> {
  return Object.fromEntries(Object.keys(schema.shape).map((name) => [name, ctx.get(name)]));
}

function send(ctx: Context, answer: unknown, status: number): void {
  if (answer === ANSWERED) return;
  const isReply = answer instanceof Reply;
  const body: unknown = isReply ? answer.body : answer;
  ctx.status = isReply ? Number(answer.status) : status;
  if (body instanceof JsonText) {
    ctx.type = 'json';
    ctx.body = body.text;
  } else if (body !== undefined) ctx.body = body;
}

export type Handlers<Ops extends Operations> = {
  readonly [Name in keyof Ops]: Handler<Ops[Name]> | GuardedHandler<Ops[Name]>;
};
interface GuardedHandler<Op extends Operation> {
  readonly guard: Guard;
  readonly handle: Handler<Op>;
}

/** The routes of a set of operations, made when the server starts. */
export interface Routes<Ops extends Operations> {
  readonly operations: Ops;
  readonly make: (services: Services) => readonly Route[];
}

/**
 * A route for each of `operations`: `routes(taskOperations)((services) => ({ list: ({ query }) => ... }))`. The compiler
 * asks for the handler of every one. In two calls, so that it knows the operations when it looks at the handlers.
 */
export function routes<Ops extends Operations>(operations: Ops) {
  return (handlersOf: (services: Services) => Handlers<Ops>): Routes<Ops> => ({
    operations,
    make(services) {
      const handlers = handlersOf(services) as unknown as Handlers<Operations>;
      return Object.entries(operations).map(([name, operation]) => {
        const handler = handlers[name];
        if (handler === undefined) throw new Error(`${operation.method} ${operation.path} has no handler`);
        return typeof handler === 'function'
          ? route(operation, handler)
          : route(operation, handler.handle, handler.guard);
      });
    },
  });
}

/** Gives each route to the router; a path with a name in it comes before one that takes any name there. */
export function register(router: Router<RequestState>, all: readonly Route[]): void {
  const unknowns = ({ operation: { path } }: Route): number => path.split(':').length;
  const ordered = [...all].sort((a, b) => unknowns(a) - unknowns(b));
  for (const { operation, handle } of ordered) router.register(operation.path, [operation.method], handle);
}
