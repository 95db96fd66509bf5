/** The steps of an improvement cycle. Each may be repeated with the same key: it is counted once. */
import { ApplicationFailure, Context } from '@temporalio/activity';
import type { Store } from '../../store';
import { requestKey } from '../../store/improvements';
import type { OpenAttempt } from '../../store/improvements/rows';
import { timeMs } from '../../store/db/time';
import { isSettled } from '../../workflows/contracts/settled';
import { type ImprovementActivities, type Signal, verdictOf } from '../../workflows/contracts/improvements';
import type { Deps } from '../context';
import { onceForAllTries } from '../once-for-all-tries';
import { advise, digestOf } from './advise';
import { suggest } from './rules';

/** A person's request may be checked just now. */
const REQUEST_MS = 30_000;
/** Where nothing is done that could show the effect, it is waited for so often as long. */
const WAITS_FOR_WORK = 24;
/** Who queued it. */
const CYCLE = 'improvement cycle';

type CycleDeps = Pick<Deps, 'log' | 'models' | 'improvements'> & {
  readonly store: Pick<
    Store,
    'improvements' | 'metrics' | 'signals' | 'prompts' | 'sessions' | 'healthRecord'
  >;
  readonly engine: Pick<Deps['engine'], 'startPrompt'>;
};

export function improvementActivities(deps: CycleDeps): ImprovementActivities {
  const { store, models, log, improvements: settings } = deps;
  const { improvements } = store;
  const read = (): Signal[] =>
    store.signals({
      metrics: store.metrics,
      health: store.healthRecord.current,
      windowMs: settings.measureAfterMs,
    });
  /** Those that there is no suggestion for. */
  const unknown = (signals: readonly Signal[]): Signal[] => {
    const known = improvements.metrics();
    return signals.filter(({ metric }) => !known.has(metric));
  };

  return {
    async observeImprovements({ cycleKey }) {
      await finishAttempts(deps);
      const measured = measureDue(deps);
      const signals = read();
      const suggestions = suggest(signals);
      const fresh = improvements.keep(cycleKey, suggestions);
      const digest = digestOf(unknown(signals));
      const mayAsk = improvements.askedDigest() !== digest;
      improvements.beginCycle(cycleKey, digest);
      return { found: suggestions.length, fresh, measured, mayAsk };
    },

    adviseImprovements: ({ cycleKey }) =>
      onceForAllTries(async (signal) => {
        // The server stopped while a model was asked. The next cycle may do it again.
        if (Context.current().info.attempt > 1)
          throw ApplicationFailure.nonRetryable('the question broke off');
        const { suggestions, model } = await advise(models, unknown(read()), signal);
        return { fresh: improvements.keep(cycleKey, suggestions), model };
      }),

    async queueImprovements({ cycleKey, result }) {
      const { autoConfidence: confidence, dailyLimit } = settings;
      let queued = 0;
      for (const { id, prompt } of improvements.mayQueue({ confidence, dailyLimit })) {
        const attempt = improvements.claim({ id, prompt, targetSession: null, by: CYCLE, byItself: true });
        if (attempt === undefined) continue;
        await queue(deps, attempt);
        queued += 1;
      }
      const done = { ...result, queued };
      improvements.endCycle(cycleKey, done);
      if (done.fresh + done.measured + queued > 0) log.info(done, 'improvements');
      return done;
    },
  };
}

/** Tries whose prompt was not queued when a crash came between: by their key it is made once. */
async function finishAttempts(deps: CycleDeps): Promise<void> {
  const isLeft = ({ by_itself, queued_at }: OpenAttempt): boolean =>
    by_itself === 1 || timeMs(queued_at) < Date.now() - REQUEST_MS;
  for (const attempt of deps.store.improvements.openAttempts())
    if (attempt.prompt_id === null && isLeft(attempt)) await queue(deps, attempt);
}

async function queue({ store, engine, log }: CycleDeps, attempt: OpenAttempt): Promise<void> {
  const target = attempt.target_session;
  const { id } = store.prompts.insert({
    ...{ content: attempt.prompt, source: 'improvement', priority: 0, specialty: null },
    ...{ target_session: target, target_provider: null },
    expected_provider: target === null ? null : (store.sessions.get(target)?.provider ?? null),
    ...{ project: null, working_dir: null, max_retries: 1, timeout_minutes: 30 },
    metadata: JSON.stringify({ improvement: attempt.improvement_id }),
    ...{ idempotency_key: requestKey(attempt), idempotency_hash: null },
  });
  store.improvements.attach(attempt.id, id);
  try {
    await engine.startPrompt(id);
  } catch (error) {
    log.warn({ promptId: id, err: error }, 'the prompt of an improvement starts later');
  }
}

/** How many effects were measured. */
function measureDue({ store, improvements: { measureAfterMs }, log }: CycleDeps): number {
  let measured = 0;
  for (const attempt of store.improvements.openAttempts()) {
    if (attempt.prompt_id === null) continue;
    const prompt = store.prompts.get(attempt.prompt_id);
    if (prompt && !isSettled(prompt)) continue;
    const fromMs = timeMs(prompt?.completed_at ?? '');
    const toMs = fromMs + measureAfterMs;
    if (prompt?.status !== 'completed' || Number.isNaN(fromMs)) {
      measured += Number(store.improvements.measured(attempt, null, null));
      continue;
    }
    if (toMs > Date.now()) continue;
    const nowMs = Date.now();
    const after =
      store.metrics(attempt.metric, { fromMs, toMs }) ??
      store.metrics(attempt.metric, { fromMs: nowMs - measureAfterMs, toMs: nowMs });
    if (after === null && nowMs < fromMs + WAITS_FOR_WORK * measureAfterMs) continue;
    // That nobody could see it is no help.
    const verdict = after === null ? 'no_change' : verdictOf(attempt.value_before, after);
    measured += Number(store.improvements.measured(attempt, after, verdict));
    log.info({ improvement: attempt.improvement_id, verdict }, 'the effect of an improvement was measured');
  }
  return measured;
}
