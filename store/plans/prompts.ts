/** The prompts of plans, in assigner.db: each attempt has one at most, whatever is repeated. */
import type { PromptPurpose } from '../../workflows/contracts/plans';
import type { Db } from '../db/open';
import type { Transition } from '../outbox/transition';
import type { NewPrompt, Prompts } from '../prompts';
import type { ReceiptWriter } from '../prompts/receipts';

/** Why a prompt was sent. */
export interface PromptOrigin {
  readonly prompt_id: number;
  readonly plan_id: number;
  readonly attempt_id: number;
  readonly plan_name: string;
  readonly task_key: string;
  readonly number: number;
  readonly purpose: PromptPurpose;
}

export interface PlanPromptsDeps {
  readonly prompts: Pick<Prompts, 'insert'>;
  readonly receipts: ReceiptWriter;
  /** Of assigner.db. */
  readonly transition: Transition;
}

export function planPrompts(assigner: Db, { prompts, receipts, transition }: PlanPromptsDeps) {
  const byAttempt = assigner
    .prepare<[number], number>('SELECT prompt_id FROM plan_prompts WHERE attempt_id = ?')
    .pluck();
  const byPrompt = assigner.prepare<[number], PromptOrigin>('SELECT * FROM plan_prompts WHERE prompt_id = ?');
  const link = assigner.prepare(`
    INSERT INTO plan_prompts (prompt_id, plan_id, attempt_id, plan_name, task_key, number, purpose)
    VALUES (@prompt_id, @plan_id, @attempt_id, @plan_name, @task_key, @number, @purpose)`);

  return {
    /** The prompt that the attempt has; undefined: none yet. */
    of: (attemptId: number) => byAttempt.get(attemptId),
    /** Why the prompt was sent; undefined: not by a plan. */
    originOf: (promptId: number) => byPrompt.get(promptId),
    /** Queues the attempt's prompt, or finds the one that it has. */
    queue: transition((prompt: NewPrompt, origin: Omit<PromptOrigin, 'prompt_id'>): number => {
      const known = byAttempt.get(origin.attempt_id);
      if (known !== undefined) return known;
      const { id } = prompts.insert(prompt);
      link.run({ ...origin, prompt_id: id });
      receipts.note(id, originWords(origin));
      return id;
    }),
  };
}

/** `sent by plan 3 'Release', task 'build', attempt 2` */
function originWords({
  plan_id: plan,
  plan_name: name,
  task_key: key,
  number,
  purpose,
}: Omit<PromptOrigin, 'prompt_id'>): string {
  const why = purpose === 'diagnosis' ? ', to find out why it makes no progress' : '';
  return `sent by plan ${plan} '${name}', task '${key}', attempt ${number}${why}`;
}
