/** What is asked of the API about projects, features and bugs. */
import { type Answer, type Body, call, type Query } from '../api';
import type { Context } from '../context';

export interface RecordCalls<Row, New, Filters> {
  list(context: Context, query: Filters): Promise<readonly Row[]>;
  read(context: Context, id: number): Promise<Row>;
  add(context: Context, body: New): Promise<Row>;
  change(context: Context, id: number, body: Partial<New>): Promise<Row>;
  /** `cascade`: with what is in it, where that can be. */
  remove(context: Context, id: number, cascade: boolean): Promise<unknown>;
}

export const projectCalls: RecordCalls<
  Answer<'GET /api/projects/:id'>,
  Body<'POST /api/projects'>,
  Query<'GET /api/projects'>
> = {
  list: ({ client }, query) => call(client, 'GET /api/projects', { query }),
  read: ({ client }, id) => call(client, 'GET /api/projects/:id', { params: { id } }),
  add: ({ client }, body) => call(client, 'POST /api/projects', { body }),
  change: ({ client }, id, body) => call(client, 'PATCH /api/projects/:id', { params: { id }, body }),
  remove: ({ client }, id, cascade) =>
    call(client, 'DELETE /api/projects/:id', {
      params: { id },
      query: { cascade: cascade ? 'true' : undefined },
    }),
};

export const featureCalls: RecordCalls<
  Answer<'GET /api/features/:id'>,
  Body<'POST /api/features'>,
  Query<'GET /api/features'>
> = {
  list: ({ client }, query) => call(client, 'GET /api/features', { query }),
  read: ({ client }, id) => call(client, 'GET /api/features/:id', { params: { id } }),
  add: ({ client }, body) => call(client, 'POST /api/features', { body }),
  change: ({ client }, id, body) => call(client, 'PATCH /api/features/:id', { params: { id }, body }),
  remove: ({ client }, id) => call(client, 'DELETE /api/features/:id', { params: { id } }),
};

export const bugCalls: RecordCalls<
  Answer<'GET /api/bugs/:id'>,
  Body<'POST /api/bugs'>,
  Query<'GET /api/bugs'>
> = {
  list: ({ client }, query) => call(client, 'GET /api/bugs', { query }),
  read: ({ client }, id) => call(client, 'GET /api/bugs/:id', { params: { id } }),
  add: ({ client }, body) => call(client, 'POST /api/bugs', { body }),
  change: ({ client }, id, body) => call(client, 'PATCH /api/bugs/:id', { params: { id }, body }),
  remove: ({ client }, id) => call(client, 'DELETE /api/bugs/:id', { params: { id } }),
};
