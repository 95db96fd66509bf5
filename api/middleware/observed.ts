/** Outermost: every request has an id, and is counted by its operation, never by the path that was asked for. */
import { randomUUID } from 'node:crypto';
import type { Middleware } from 'koa';
import type { ObserveRequest, RequestState } from '../context';

export function observed(observe: ObserveRequest): Middleware<RequestState> {
  return (ctx, next) => {
    const requestId = randomUUID();
    ctx.state.requestId = requestId;
    const answer = () => ({ route: ctx.state.operation?.path, status: ctx.status });
    const { method, path } = ctx;
    const traceparent = ctx.get('traceparent') || undefined;
    return observe({ requestId, method, path, traceparent, answer }, next);
  };
}
