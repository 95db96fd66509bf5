/** What a plan, as it is written, is likely to cost. */
import { PLAN_TASK_DEFAULTS, type PlanTaskInput } from '../../workflows/contracts/plans';
import { FREE_PROVIDER } from '../budgets/ledger';
import type { PastCosts } from '../budgets/past-costs';
import { estimate, pastOf, type PlanEstimate } from './decide/estimate';

/** Who asks for the judgements of gates. */
const JUDGE = 'plan';

export interface EstimateDeps {
  readonly costs: PastCosts;
  /** The agent of a session; undefined: there is no such session. */
  readonly agentOf: (session: string) => string | null | undefined;
}

export function planEstimates({ costs, agentOf }: EstimateDeps) {
  return (
    tasks: readonly Pick<PlanTaskInput, 'key' | 'target_session' | 'provider' | 'max_retries' | 'gates'>[],
  ): PlanEstimate =>
    estimate(
      tasks.map(({ key, target_session: session, provider, max_retries: retries, gates = [] }) => {
        const agent = (session == null ? undefined : agentOf(session)) ?? provider ?? null;
        return {
          ...{ key, agent, isFree: agent === FREE_PROVIDER },
          retries: retries ?? PLAN_TASK_DEFAULTS.max_retries,
          judgements: gates.filter(({ type }) => type === 'judgement').length,
        };
      }),
      (agent) => pastOf(costs.turns(agent)),
      () => pastOf(costs.requests(JUDGE)),
    );
}
