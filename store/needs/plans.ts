/** Plans that don't go on without a person. Pure. */
import type { GateFact, PlanFact, TaskFact } from './facts';
import { type FoundNeed, foundNeed, NO_REFS, sentence } from './found';

const ofPlan = ({ at, plan_id: plan }: PlanFact, id: string) => ({
  ...foundNeed(id, at),
  refs: { ...NO_REFS, plan },
});

export function gateNeed(row: GateFact): FoundNeed {
  const { plan, plan_id: id, key, position, number: attempt, asked } = row;
  return {
    ...ofPlan(row, `gate-${row.attempt_id}-${position}`),
    ...{ kind: 'gate', subject: row.subject },
    title: `Plan ${plan}: task ${key} waits for approval`,
    why: `Gate ${position + 1} of the task is a person's.`,
    refs: { ...NO_REFS, plan: id, task: key, prompt: row.prompt_id },
    seen: { attempt, gate: position + 1, asked },
  };
}

export function taskNeed(row: TaskFact): FoundNeed {
  const { plan, plan_id: id, key, number: attempt, subject } = row;
  return {
    ...ofPlan(row, `task-${id}-${key}-${row.attempt_id}`),
    ...{ kind: 'plan', subject },
    title: `Plan ${plan}: task ${key} needs a decision`,
    why: subject === null ? "The task doesn't go on by itself." : sentence(subject),
    refs: { ...NO_REFS, plan: id, task: key },
    seen: { attempt, gate: 0, asked: 0 },
  };
}

export function draftNeed(row: PlanFact): FoundNeed {
  return {
    ...ofPlan(row, `draft-${row.plan_id}`),
    kind: 'plan',
    title: `Plan ${row.plan} is a draft`,
    why: 'Nothing of it is sent before a person begins it.',
  };
}
