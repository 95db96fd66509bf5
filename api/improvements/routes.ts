/** Improvements: shown, looked for, approved, dismissed. */
import type { z } from 'zod';
import { isoTime } from '../../store/db/time';
import { requestKey } from '../../store/improvements';
import type { AttemptRow, ImprovementRow } from '../../store/improvements/rows';
import { conflict, HttpError, notFound } from '../http/errors';
import { listQuery } from '../http/pagination';
import { reply, routes } from '../http/route';
import { parse } from '../http/validation';
import { sendPrompt } from '../prompts/requests';
import { improvementOperations } from './operations';
import { readyPrompt } from './requests';
import type { improvement } from './responses';

const NEWEST_FIRST = [{ column: 'last_seen', descending: true }] as const;
const NOTHING = { found: null, fresh: null, queued: null, measured: null, model: null };

export const improvementRoutes = routes(improvementOperations)(({ store, orchestrator, prompts }) => {
  const { improvements } = store;
  const requireRow = (id: number): ImprovementRow => {
    const row = improvements.get(id);
    if (!row) throw notFound(`improvement ${id}`);
    return row;
  };
  const requireSuggested = (row: ImprovementRow): void => {
    if (row.status !== 'suggested' && row.status !== 'failed') throw notSuggested(row);
  };
  const view = (id: number) => improvementView(requireRow(id), improvements.attempts(id));

  return {
    list({ query: { sort = NEWEST_FIRST, ...query } }) {
      const { items, total } = improvements.list(listQuery({ ...query, sort }));
      const views = items.map((row) => improvementView(row, improvements.attempts(row.id)));
      return { items: views, total, limit: query.limit, offset: query.offset };
    },

    get: ({ params: { id } }) => view(id),

    async run() {
      const outcome = await orchestrator.runImprovementCycle();
      if (outcome.state === 'completed') return reply(200, { state: 'completed', ...outcome.result });
      if (outcome.state === 'running') return reply(202, { state: 'running', ...NOTHING });
      const why = outcome.state === 'failed' ? outcome.failure?.message : undefined;
      throw conflict(why ?? `The cycle was ${outcome.state}: assigner.log says why. Run it again.`);
    },

    async approve({ params: { id }, body, actor }) {
      const row = requireRow(id);
      const targetSession = body.target_session ?? null;
      requireSuggested(row);
      const { prompt } = parse(readyPrompt, { prompt: body.prompt ?? row.prompt });
      const wanted = sendPrompt.parse({
        ...{ content: prompt, target_session: targetSession, source: 'improvement', max_retries: 1 },
        metadata: { improvement: id },
      });
      // What is refused is not taken for a try: until it ended nobody else could approve it.
      await prompts.check(wanted);
      const attempt = improvements.claim({ id, prompt, targetSession, by: actor, byItself: false });
      if (attempt === undefined) throw notSuggested(requireRow(id));
      try {
        const promptId = await prompts.send(wanted, actor, requestKey(attempt));
        if (promptId !== null) improvements.attach(attempt.id, promptId);
      } catch (error) {
        // Its session has gone since.
        if (error instanceof HttpError) improvements.release(attempt);
        throw error;
      }
      return view(id);
    },

    dismiss({ params: { id }, actor }) {
      requireRow(id);
      if (!improvements.dismiss(id, actor))
        throw conflict(`The prompt of improvement ${id} is at work: cancel the prompt first.`);
      return view(id);
    },
  };
});

const notSuggested = ({ id, status }: ImprovementRow): HttpError =>
  conflict(`Improvement ${id} is ${status}: only what is suggested can be approved.`);

function improvementView(row: ImprovementRow, attempts: readonly AttemptRow[]): z.output<typeof improvement> {
  const [last] = attempts;
  const { id, fingerprint, count, kind, source, title, confidence, prompt, status, dismissed_by } = row;
  return {
    ...{ id, fingerprint, count, kind, source, title, confidence, prompt, status, dismissed_by },
    evidence: JSON.parse(row.evidence) as string[],
    needs_person: row.is_foreign === 1,
    first_seen: isoTime(row.first_seen),
    last_seen: isoTime(row.last_seen),
    effect: {
      metric: row.metric,
      before: last?.value_before ?? row.value,
      after: last?.value_after ?? null,
      verdict: last?.verdict ?? null,
      measured_at: isoTime(last?.measured_at ?? null),
    },
    attempts: attempts.map((one) => ({
      ...{ attempt: one.attempt, prompt_id: one.prompt_id, queued_by: one.queued_by },
      queued_at: isoTime(one.queued_at),
      ...{ before: one.value_before, after: one.value_after, verdict: one.verdict },
      measured_at: isoTime(one.measured_at),
    })),
  };
}
