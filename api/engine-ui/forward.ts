/** Passes a request on without what opens the dashboard, and its answer back without cookies. */
import { createProxyServer } from 'httpxy';
import type { Context } from 'koa';
import { EngineUnavailableError } from '../../temporal/errors';
import type { HttpDoor } from './source';

/** A page that waits for the next event of a history is answered within 20 s. */
export const TIMEOUT_MS = 120_000;
/** The pages want values as they are kept; the engine's API would make plain JSON of them. */
export const AS_KEPT = 'application/json+no-payload-shorthand';

export const HEADERS = {
  // What runs is said by the page itself (document.ts).
  'Content-Security-Policy': "default-src 'none'; frame-ancestors 'none'",
  'X-Frame-Options': 'DENY',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};
/** On a port of its own, and under the dashboard's path. */
const NAMED_BY_CONTENT = /^(?:\/temporal-ui)?\/_app\/immutable\//;
const FOR_EVER = { 'cache-control': 'private, max-age=31536000, immutable' };

/** What is to be kept of it; beside `HEADERS`, by which nothing is. */
export const cachingOf = (url: string, status: number | undefined): Record<string, string> =>
  status === 200 && NAMED_BY_CONTENT.test(url) ? FOR_EVER : {};

export type Forward = (ctx: Context, target: string, headers?: Record<string, string>) => Promise<void>;

export const toEngine = (ctx: Context, { httpHost }: HttpDoor): Record<string, string> => ({
  ...{ host: httpHost, accept: AS_KEPT },
  ...(ctx.get('Content-Type') !== '' && { 'content-type': AS_KEPT }),
});

export function forwarder(): Forward {
  const proxy = createProxyServer({ proxyTimeout: TIMEOUT_MS, ignorePath: true });
  proxy.on('proxyReq', (request) => {
    for (const name of ['cookie', 'authorization', 'origin', 'referer']) request.removeHeader(name);
  });
  proxy.on('proxyRes', ({ headers, statusCode }, { url = '' }) => {
    delete headers['set-cookie'];
    if (headers['content-type'] === AS_KEPT) headers['content-type'] = 'application/json';
    for (const [name, value] of Object.entries(HEADERS)) headers[name.toLowerCase()] = value;
    Object.assign(headers, cachingOf(url, statusCode));
  });
  return async (ctx, target, headers = {}) => {
    ctx.respond = false;
    ctx.status = 200;
    // Our server has answered it. With it the headers would be sent before anything is taken from them.
    delete ctx.req.headers.expect;
    try {
      await proxy.web(ctx.req, ctx.res, { target, headers });
    } catch (error) {
      if (ctx.res.headersSent) {
        ctx.res.destroy();
        return;
      }
      ctx.respond = true;
      throw new EngineUnavailableError({ cause: error });
    }
  };
}
