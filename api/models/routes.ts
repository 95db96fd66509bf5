/** Language models: providers and their breakers, questions, usage. */
import type { z } from 'zod';
import { daysBefore } from '../../store/db/time';
import type { AskRequest, ModelEvent } from '../../workflows/contracts/models';
import type { Context } from '../context';
import { beginStream, frameOf } from '../events/listeners';
import { HttpError, notFound } from '../http/errors';
import { ANSWERED, routes } from '../http/route';
import type { Services } from '../services';
import { modelHttpError, setRetryAfter } from './errors';
import { modelOperations } from './operations';
import type { ask } from './requests';
import { answerView, providerView, usageView } from './views';

const DAYS_SHOWN = 30;

export const modelRoutes = routes(modelOperations)((services) => {
  const { models, store } = services;
  return {
    providers: () => ({ items: models.providers().map(providerView), missing: models.missing() }),

    reset({ params: { name }, actor }) {
      const info = models.reset(name);
      if (!info) throw notFound(`provider '${name}'`);
      services.log.info({ provider: name, by: actor }, 'the breaker of a provider was closed');
      return providerView(info);
    },

    usage({ query: { from, to = store.models.today(), ...part } }) {
      const range = { from: from ?? daysBefore(to, DAYS_SHOWN - 1), to };
      return usageView(range, store.models.usage(range, part), store.budgets.turnUsage(range, part));
    },

    async ask({ body, ctx }) {
      const gone = new AbortController();
      // Nobody is there to read the answer: what it would still cost is saved.
      ctx.res.once('close', () => gone.abort());
      const request = { ...askRequest(body), signal: gone.signal };
      if (body.stream) return streamAnswer(services, ctx, request);
      try {
        return answerView(await models.ask(request));
      } catch (error) {
        setRetryAfter(ctx, error);
        throw modelHttpError(error);
      }
    },
  };
});

function askRequest(body: z.output<typeof ask>): AskRequest {
  const { prompt, system, provider, model, caller, max_tokens: maxTokens } = body;
  return {
    ...{ prompt, system, provider, model, caller, maxTokens },
    ...{ jsonSchema: body.schema, projectId: body.project_id },
  };
}

async function streamAnswer({ models, log }: Services, ctx: Context, request: AskRequest) {
  // Answered from here on: an error is an event too.
  ctx.respond = false;
  // Koa's 404 stands on the response until something is answered.
  ctx.status = 200;
  const { req, res } = ctx;
  await beginStream(req, res);
  const send = (name: string, data: unknown): void => {
    if (!res.writableEnded) res.write(frameOf(name, data));
  };
  const onEvent = ({ type, ...data }: ModelEvent): void => send(type, data);
  try {
    send('done', answerView(await models.ask({ ...request, onEvent })));
  } catch (error) {
    const known = modelHttpError(error);
    if (!(known instanceof HttpError)) log.error({ err: error }, 'a language model could not be asked');
    const { code, message } =
      known instanceof HttpError
        ? known
        : { code: 'internal_error', message: 'It failed here: see the log.' };
    send('error', { code, message });
  }
  res.end();
  return ANSWERED;
}
