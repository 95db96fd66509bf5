/** Calls of the API with the types of its document: path, query, body and answer come from the route's own description. */
import type { z } from 'zod';
import type { DESCRIPTIONS } from '../api/descriptions';
import { type ApiClient, query as queryString } from './client';

type Routes = typeof DESCRIPTIONS;
export type RouteName = keyof Routes;

type Shape<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined;
type Successful<Answers> = Answers extends { readonly 200: infer Schema }
  ? Shape<Schema>
  : Answers extends { readonly 201: infer Schema }
    ? Shape<Schema>
    : undefined;
type InputOf<Route, Part extends 'query' | 'body'> = Route extends { readonly [P in Part]: infer Schema }
  ? z.input<Extract<Schema, z.ZodType>>
  : never;
type Parameters<Path> = Path extends `${string}:${infer Name}/${infer Rest}`
  ? Name | Parameters<Rest>
  : Path extends `${string}:${infer Name}`
    ? Name
    : never;

/** What the route answers with when all is well; undefined where that has no body. */
export type Answer<Name extends RouteName> = Successful<Routes[Name]['answers']>;

/** Fields that are undefined don't get into the JSON. */
type Loose<T> = { readonly [Key in keyof T]?: T[Key] | undefined };
export type Body<Name extends RouteName> = Loose<InputOf<Routes[Name], 'body'>>;

export interface CallOptions<Name extends RouteName> {
  readonly params?: Readonly<Record<Parameters<Name>, string | number>>;
  readonly query?: {
    readonly [Key in keyof InputOf<Routes[Name], 'query'>]?: string | number | undefined;
  };
  readonly body?: Body<Name>;
}

type Method = Name extends `${infer Verb} ${string}` ? Verb : never;
type Name = RouteName;

/** @throws as `ApiClient.request` */
export function call<Name extends RouteName>(
  client: Pick<ApiClient, 'request'>,
  route: Name,
  { params, query = {}, body }: CallOptions<Name> = {},
): Promise<Answer<Name>> {
  const [method = '', template = ''] = route.split(' ');
  const values: Readonly<Record<string, string | number>> = params ?? {};
  const path = template.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(values[name])));
  return client.request<Answer<Name>>(
    method as Exclude<Method, 'PUT'>,
    path + queryString(query),
    body === undefined ? {} : { body: body },
  );
}
