/** The tries of a task as decisions see them, and the text of the next one. */
import type { AttemptRow, GateRow, PlanRow, PlanTaskRow } from './rows';
import { type AfterFailure, afterFailure } from './decide/retry';
import type { EndedTry } from './decide/types';
import type { PlanTables } from './tables';
import type { Gate, PromptPurpose } from '../../workflows/contracts/plans';

/** Evidence of a gate in the next prompt: its end, in characters. */
const EVIDENCE_CHARS = 1_500;

export interface NextTry {
  readonly purpose: PromptPurpose;
  readonly text: string;
}

export type Tries = ReturnType<typeof triesOf>;

export function triesOf(tables: PlanTables) {
  /** Those that count, the newest last. */
  const counted = (task: PlanTaskRow): AttemptRow[] =>
    tables
      .attemptsOf(task.id)
      .filter(
        ({ number, state, outcome }) =>
          state === 'ended' && outcome !== 'withdrawn' && outcome !== 'conflict' && number > task.tries_from,
      );
  /** What is to be mended before anything else; undefined: nothing. */
  const conflict = (task: PlanTaskRow): AttemptRow | undefined => {
    const last = tables
      .attemptsOf(task.id)
      .filter(({ outcome, number }) => outcome !== 'withdrawn' && number > task.tries_from)
      .at(-1);
    return last?.outcome === 'conflict' ? last : undefined;
  };

  const endedTry = (attempt: AttemptRow): EndedTry => ({
    purpose: attempt.purpose,
    before: { head: attempt.before_head, tree: attempt.before_tree },
    after: { head: attempt.after_head, tree: attempt.after_tree },
    gates: tables.gates(attempt.id).map(({ status, exit_code: code }) => `${status} ${code ?? ''}`),
  });

  const after = (plan: PlanRow, task: PlanTaskRow, isShell: boolean): AfterFailure =>
    afterFailure({
      tries: counted(task).map(endedTry),
      maxRetries: task.max_retries,
      stuckAfter: plan.stuck_after,
      canDiagnose: !isShell,
    });

  return {
    /** What follows the try that has just failed. */
    afterFailure: after,

    /** What is sent next. A shell gets its command as it is: whatever is added would be run. */
    next(plan: PlanRow, task: PlanTaskRow, isShell: boolean): NextTry {
      const met = isShell ? undefined : conflict(task);
      if (met) return { purpose: 'work', text: conflictText(task, met) };
      const last = counted(task).at(-1);
      if (!last || last.outcome !== 'failed' || isShell) return { purpose: 'work', text: task.prompt };
      const what = whatFailed(last, tables.gates(last.id));
      const decision = after(plan, task, isShell);
      return decision.do === 'diagnose'
        ? { purpose: 'diagnosis', text: diagnosisText(task, what, decision.reason) }
        : { purpose: 'work', text: `${task.prompt}\n\n${retryText(what)}` };
    },
  };
}

function whatFailed(attempt: AttemptRow, gates: readonly GateRow[]): string {
  const failed = gates.find(({ status }) => status === 'failed');
  if (!failed) return attempt.reason ?? 'it failed';
  const gate = JSON.parse(failed.gate) as Gate;
  const name = gate.type === 'command' ? `The command \`${gate.command}\`` : `The ${gate.type}`;
  const evidence = failed.evidence?.slice(-EVIDENCE_CHARS).trim() ?? '';
  return `${name} did not pass.${evidence === '' ? '' : `\n\n${evidence}`}`;
}

const retryText = (what: string): string => `An earlier attempt at this did not pass its check. ${what}`;

const conflictText = ({ prompt }: PlanTaskRow, { reason }: AttemptRow): string =>
  [
    `What you did for this task passed its checks, but it can not be merged: ${reason ?? 'it meets with a conflict'}.`,
    'Rebase your branch on the base branch yourself, and resolve the conflicts so that both changes stay: what the others did is merged already and must not get lost. Commit what you resolved. Do not merge into the base branch.',
    `The task was: ${prompt}`,
  ].join('\n\n');

const diagnosisText = ({ prompt }: PlanTaskRow, what: string, reason: string): string =>
  [
    'This task does not get on: ' + `${reason}.`,
    'Find out why before you change anything: read what failed, look at the files it names, and say what the cause is. Then mend the cause. If it can not be mended here, say what a person has to do.',
    `The task: ${prompt}`,
    what,
  ].join('\n\n');
