/** The order of the queue and requests about many prompts, as the fake server has them. */
import type { Answer, FakeApi } from './fake-api';
import type { FakePrompt } from './fake-data';

type Body = Record<string, unknown>;

/** What waits, in its order. */
export const waiting = (api: FakeApi): FakePrompt[] =>
  [...api.prompts.values()]
    .filter(({ stage }) => stage === 'accepted' || stage === 'queued')
    .sort((a, b) => b.priority - a.priority || a.rank - b.rank);

/** With its position, as the server tells it. */
export function placed(api: FakeApi, prompt: FakePrompt): FakePrompt {
  const all = waiting(api);
  const at = all.indexOf(prompt);
  return { ...prompt, position: at < 0 ? null : { position: at + 1, of: all.length } };
}

export function positions(api: FakeApi, query: URLSearchParams): Answer {
  const all = waiting(api);
  const items = (query.get('id') ?? '').split(',').flatMap((id) => {
    const at = all.findIndex((prompt) => prompt.id === Number(id));
    return at < 0 ? [] : [{ id: Number(id), position: at + 1 }];
  });
  return { body: { of: all.length, items } };
}

export function sendMany(api: FakeApi, body: Body): Answer {
  const { prompts, in_order: inOrder, ...common } = body;
  let previous: number | undefined;
  const items = (prompts as { content: string; idempotency_key: string }[]).map((row) => {
    const key = row.idempotency_key;
    const after = inOrder && previous !== undefined ? { after: [previous] } : {};
    api.sends.push({ key, body: { ...common, ...after, content: row.content } });
    previous = api.keys.get(key) ?? api.addPrompt({ content: row.content }).id;
    api.keys.set(key, previous);
    return { prompt_id: previous, error: null };
  });
  return { body: { items, failed: 0 } };
}

export function changeMany(api: FakeApi, body: Body): Answer {
  const { action, ids } = body as { action: string; ids: number[] };
  const items = ids.map((id) => {
    const prompt = api.prompts.get(id);
    const isEnded = prompt !== undefined && ['completed', 'failed', 'cancelled'].includes(prompt.status);
    if (!prompt || (isEnded && action !== 'archive' && action !== 'retry'))
      return {
        id,
        error: { code: 'conflict', message: `Prompt ${id} has ended already (${prompt?.stage}).` },
      };
    if (action === 'cancel') api.step(id, 'cancelled', 'cancelled', 'cancelled by a person');
    if (action === 'retry') api.step(id, 'pending', 'queued', 'to be tried again', { completed_at: null });
    if (action === 'archive') api.step(id, prompt.status, prompt.stage, 'put away', { archived: true });
    if (action === 'priority')
      api.step(id, prompt.status, prompt.stage, 'another priority', { priority: body['priority'] as number });
    if (action === 'reassign')
      api.step(id, 'pending', 'queued', 'sent elsewhere', {
        target_session: body['target_session'] as string | null,
      });
    return { id, error: null };
  });
  return { body: { items, failed: items.filter(({ error }) => error !== null).length } };
}

export function move(api: FakeApi, prompt: FakePrompt, body: Body): Answer {
  const others = waiting(api).filter((one) => one !== prompt && one.priority === prompt.priority);
  const beside = others.findIndex(({ id }) => id === (body['before'] ?? body['after']));
  const at =
    beside >= 0 ? beside + (body['after'] === undefined ? 0 : 1) : body['to'] === 'first' ? 0 : others.length;
  const [before, after] = [others[at - 1]?.rank, others[at]?.rank];
  const rank = ((before ?? (after ?? 0) - 2) + (after ?? (before ?? 0) + 2)) / 2;
  api.step(prompt.id, prompt.status, prompt.stage, prompt.reason, { rank });
  return { body: placed(api, prompt) };
}
