/** What routes take from a request besides its body and query. */
import type { Context } from '../context';
import { invalid } from './errors';

/** @throws ApiError 400 where the path names no number */
export function idParam(ctx: Pick<Context, 'params'>, noun: string): number {
  const text: unknown = ctx.params['id'];
  if (typeof text !== 'string' || !/^[1-9]\d{0,14}$/.test(text))
    throw invalid('id', `expected the number of a ${noun}`);
  return Number(text);
}

/** Who asks: the login or `api-token`, for the audit and the log of the vault. */
export function actorOf(ctx: Pick<Context, 'state'>): string {
  return ctx.state.user ?? 'unknown';
}

/** Without the fields that were not sent. */
export function given(values: unknown): Record<string, unknown> {
  const sent = Object.entries(values as object).filter(([, value]) => value !== undefined);
  return Object.fromEntries(sent);
}
