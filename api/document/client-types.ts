/**
 * The API as a caller sees it: what each operation takes and answers, by `METHOD /path`. Types only, so that the pages
 * and the command can name them without the server; the calls themselves are made by `cli/api.ts` and `web/src/app/api.ts`.
 */
import type { z } from 'zod';
import type { Operation } from '../http/operation';
import type { OPERATIONS } from './operations';

type ValueOf<T> = T[keyof T];
type OperationsOf<Concerns> = Concerns extends unknown ? ValueOf<Concerns> : never;
type AnyOperation = OperationsOf<ValueOf<typeof OPERATIONS>>;
type NameOf<Op extends Operation> = `${Op['method']} ${Op['path']}`;

type Routes = { [Op in AnyOperation as NameOf<Op>]: Op };
export type RouteName = keyof Routes;

/** undefined: no body. */
type Shape<Response> = Response extends z.ZodType
  ? z.output<Response>
  : Response extends { readonly mediaType: string; readonly json: infer Json }
    ? Shape<Json> | string
    : Response extends { readonly mediaType: string }
      ? string
      : undefined;
type Successful<Responses> = Shape<Responses[keyof Responses & (200 | 201 | 202 | 204)]>;

/** What the route answers with when all is well; undefined where that has no body. */
export type ResponseOf<Name extends RouteName> = Name extends RouteName
  ? Successful<Routes[Name]['responses']>
  : never;

/** One row of a list, whether it is a page or a plain array. */
export type Row<Name extends RouteName> =
  ResponseOf<Name> extends infer List
    ? List extends readonly (infer One)[] | { readonly items: readonly (infer One)[] }
      ? One
      : never
    : never;

/** Streams and pages are no answers to a call. */
export type CallableRoute = {
  [Name in RouteName]: [ResponseOf<Name>] extends [string] ? never : Name;
}[RouteName];

/** The schema of a part of the request; never where the route has no such part. */
type SchemaOf<Name extends RouteName, Part extends string> = Routes[Name] extends {
  readonly [Key in Part]: infer Schema extends z.ZodType;
}
  ? Schema
  : never;

/** What becomes a number of its text is given as one. */
type Params<Name extends RouteName> = [SchemaOf<Name, 'params'>] extends [never]
  ? never
  : Readonly<z.output<SchemaOf<Name, 'params'>>>;

/** What becomes a number of its text is given as one; several words of one parameter, joined by commas. */
type QueryValue<In, Out> = [Out] extends [number | undefined]
  ? number | undefined
  : Exclude<In, readonly unknown[]>;
type QueryOf<In, Out> = { readonly [Key in keyof In]: QueryValue<In[Key], Out[Key & keyof Out]> };
export type Query<Name extends RouteName> = [SchemaOf<Name, 'query'>] extends [never]
  ? never
  : QueryOf<z.input<SchemaOf<Name, 'query'>>, z.output<SchemaOf<Name, 'query'>>>;

export type Body<Name extends RouteName> = z.input<SchemaOf<Name, 'body'>>;

/** Routes that mind If-Match need not name it among their headers. */
type HeaderFields<Name extends RouteName> = Routes[Name] extends { readonly tagged: 'change' }
  ? { readonly 'If-Match'?: string | undefined }
  : z.input<SchemaOf<Name, 'headers'>>;

/** Nothing where the route has no such part; may be left out where undefined will do. */
type Part<Key extends string, Value> = [Value] extends [never]
  ? unknown
  : undefined extends Value
    ? { readonly [One in Key]?: Value }
    : { readonly [One in Key]: Value };
type NoneWillDo<Value> = Value extends unknown ? (Partial<Value> extends Value ? undefined : never) : never;

type OptionsOf<Name extends RouteName> = Part<'params', Params<Name>> &
  Part<'query', Query<Name> | NoneWillDo<Query<Name>>> &
  Part<'body', Body<Name>> &
  Part<'headers', HeaderFields<Name> | NoneWillDo<HeaderFields<Name>>>;

/** Of a call that may be to one of several routes: what each of them takes. */
export type CallOptions<Name extends RouteName> = (
  Name extends RouteName ? (options: OptionsOf<Name>) => void : never
) extends (options: infer All) => void
  ? All
  : never;

/** What follows the route's name in a call. */
export type CallArguments<Name extends RouteName> =
  unknown extends CallOptions<Name>
    ? []
    : Partial<CallOptions<Name>> extends CallOptions<Name>
      ? [options?: CallOptions<Name>]
      : [options: CallOptions<Name>];

/** What the makers of calls read of the options, whatever the route. */
export interface AnyOptions {
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string | undefined>>;
}
