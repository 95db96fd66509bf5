/** Plans in a store of a test's own, with prompts that end as the test says. */
import type { SettledAttempt } from '../../../store/plans/attempts';
import type { AttemptRow } from '../../../store/plans/rows';
import type { PlanInput, PlanTaskInput, TreeState } from '../../../workflows/contracts/plans';
import { there, testStore, type TestStore } from '../support';

export interface TestPlans extends TestStore {
  plan(phases: readonly (readonly PlanTaskInput[])[], given?: Partial<PlanInput>): number;
  /** Begins what may begin, with a prompt each. Returns the keys. */
  begin(planId: number, before?: TreeState): string[];
  /** The newest attempt of the task. */
  attempt(planId: number, key: string): AttemptRow;
  /** The prompt of the task's attempt ends. */
  ends(planId: number, key: string, settled?: Partial<SettledAttempt>): void;
  /** `a: completed`, ... */
  shown(planId: number): string[];
  reason(planId: number, key: string): string | null;
}

export const TREE: TreeState = { head: 'h', tree: 't' };
export const CHANGED: TreeState = { head: 'h', tree: 'u' };
export const task = (key: string, given: Partial<PlanTaskInput> = {}): PlanTaskInput => ({
  ...{ key, prompt: `do ${key}` },
  ...given,
});

export function testPlans(): TestPlans {
  const site = testStore();
  const { plans } = site.store;
  const detailed = (planId: number) => there(plans.detail(planId)).phases.flatMap(({ tasks }) => tasks);
  const attempt = (planId: number, key: string): AttemptRow =>
    there(
      detailed(planId)
        .find(({ row }) => row.key === key)
        ?.attempts.at(-1),
    );
  let prompts = 0;
  return {
    ...site,
    attempt,
    plan: (phases, given = {}) =>
      plans.edit.create({
        input: { name: 'p', phases: phases.map((tasks, at) => ({ name: `phase ${at}`, tasks })), ...given },
        ...{ draft: false, actor: 'me', key: null, hash: null },
      }).id,
    begin(planId, before = TREE) {
      const starts = plans
        .chosen(planId)
        .map(({ id }) => ({ taskId: id, directory: '/work', before, isShell: false }));
      const begun = plans.attempts.begin(planId, starts);
      for (const id of begun) {
        plans.attempts.sent(id, (prompts += 1));
        // As the delivery does.
        plans.attempts.typing(id, '/work', before);
      }
      return begun.map((id) => plans.task(there(plans.attempts.get(id)).task_id).key);
    },
    ends: (planId, key, settled = {}) =>
      plans.attempts.settled(attempt(planId, key).id, {
        ...{ promptOutcome: 'completed', reason: null, directory: '/work', after: CHANGED, files: null },
        ...{ ran: true, isShell: false, note: null },
        ...settled,
      }),
    shown: (planId) => detailed(planId).map(({ row, status }) => `${row.key}: ${status}`),
    reason: (planId, key) => there(detailed(planId).find(({ row }) => row.key === key)).reason,
  };
}
