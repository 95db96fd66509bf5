/** Bodies: JSON only, but for the login form and for plans in YAML. A form of another site can't send JSON without asking us first. */
import { bodyParser } from '@koa/bodyparser';
import type { Middleware } from 'koa';
import { HttpError } from '../http/errors';
import { isHostPath } from './host-tokens';
import { routePath } from './paths';
import { hasBody, utf8Only } from './utf8';

const LIMIT = '1mb';
const YAML_TYPES = ['application/yaml', 'application/x-yaml', 'text/yaml', 'text/x-yaml'];

/** A thousand tasks with long texts, or hundreds of prompts. YAML of that size takes too long to read: everybody else would wait. */
const PLAN_LIMIT = '8mb';
/** What is kept of a body to look at its bytes: more than any limit, so that it is whole. */
const PLAN_KEPT_BYTES = 16 * 1024 * 1024;
/** Their bodies are plans and tasks, in YAML as well. A form of another site can't send YAML either. */
const PLAN_PATHS = /^\/api\/plans(?:\/validate|\/\d+(?:\/tasks(?:\/[^/]+)?)?)?$/;
const MANY_PROMPTS_PATH = '/api/assigner/send/batch';
/** A file of the longest that are kept, in base64. */
const FILE_LIMIT = '14mb';
const FILE_KEPT_BYTES = 16 * 1024 * 1024;
/** Screens and answers of a joined host, whose token was looked at by then; the longest answer decides. */
const HOST_LIMIT = '80mb';
const HOST_KEPT_BYTES = 80 * 1024 * 1024;
/** Anyone may send those: no stranger has us keep and read more. */
const OPEN_LIMIT = '64kb';

export function jsonBodies(): Middleware {
  const json = utf8Only(bodyParser({ enableTypes: ['json'], jsonLimit: LIMIT, jsonStrict: true }));
  const openJson = utf8Only(bodyParser({ enableTypes: ['json'], jsonLimit: OPEN_LIMIT, jsonStrict: true }));
  const planJson = utf8Only(
    bodyParser({ enableTypes: ['json'], jsonLimit: PLAN_LIMIT, jsonStrict: true }),
    PLAN_KEPT_BYTES,
  );
  const fileJson = utf8Only(
    bodyParser({ enableTypes: ['json'], jsonLimit: FILE_LIMIT, jsonStrict: true }),
    FILE_KEPT_BYTES,
  );
  const hostJson = utf8Only(
    bodyParser({ enableTypes: ['json'], jsonLimit: HOST_LIMIT, jsonStrict: true }),
    HOST_KEPT_BYTES,
  );
  const yaml = utf8Only(
    bodyParser({ enableTypes: ['text'], extendTypes: { text: YAML_TYPES }, textLimit: LIMIT }),
  );
  const loginForm = utf8Only(
    bodyParser({ enableTypes: ['json', 'form'], jsonLimit: '16kb', formLimit: '16kb' }),
  );
  const parserOf = (path: string, isPlan: boolean): Middleware => {
    if (isHostPath(path)) return hostJson;
    if (path === '/api/errors') return openJson;
    if (path === '/api/attachments') return fileJson;
    if (path === MANY_PROMPTS_PATH) return planJson;
    return isPlan ? planJson : json;
  };
  return async (ctx, next) => {
    const path = routePath(ctx.path);
    if (path === '/login' || path === '/logout') {
      await loginForm(ctx, next);
      return;
    }
    const isPlan = PLAN_PATHS.test(path);
    if (isPlan && ctx.request.is(YAML_TYPES)) {
      await yaml(ctx, next);
      return;
    }
    if (hasBody(ctx) && !ctx.request.is('json')) {
      throw new HttpError(
        415,
        'unsupported_media_type',
        'The body must be sent as Content-Type: application/json.',
      );
    }
    const parse = parserOf(path, isPlan);
    await parse(ctx, async () => {
      refuseDeep(ctx.request.body);
      await next();
    });
  };
}

/** Far more than anybody needs. What writes or compares a deeper one runs out of stack. */
const MOST_LEVELS = 64;

/** @throws HttpError 400 */
export function refuseDeep(body: unknown): void {
  let level: unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > MOST_LEVELS)
      throw new HttpError(
        400,
        'malformed_json',
        `The body is nested too deep: at most ${MOST_LEVELS} levels.`,
      );
    level = level.flatMap((one): unknown[] =>
      typeof one === 'object' && one !== null ? Object.values(one) : [],
    );
  }
}
