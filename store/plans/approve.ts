/** A person approves: a draft begins, or the gate that waits is decided. Once, however often the request comes. */
import type { Transition } from '../outbox/transition';
import type { Decided, Decision, Decisions, Meant } from './decisions';
import type { PlanCheck } from './edit';
import { refusal, staleDecision } from './errors';
import { canDecide, type gateLife } from './gates';
import type { AttemptRow, GateRow, PlanRow, PlanTaskRow } from './rows';
import type { PlanTables } from './tables';

export interface Approval extends Decision, Meant {
  readonly approved: boolean;
  /** true: a draft is to begin; false: a gate is meant; undefined: whatever the plan waits for. */
  readonly start?: boolean | undefined;
}

interface WaitingGate {
  readonly key: string;
  readonly attempt: AttemptRow;
  readonly position: number;
}

interface ApproveDeps {
  readonly tables: PlanTables;
  readonly gates: Pick<ReturnType<typeof gateLife>, 'decide'>;
  readonly decisions: Decisions;
  readonly transition: Transition;
  readonly change: (plan: PlanRow, status: PlanRow['status'], what: string, by: Decision) => void;
  readonly note: (actor: string, action: string, planId: number, after: Record<string, unknown>) => void;
  readonly words: (by: Decision, what: string) => string;
  readonly shown: (plan: PlanRow, key: string) => string;
}

export function approving(deps: ApproveDeps) {
  const { tables, gates, decisions, transition, change, note, words, shown } = deps;

  const waitingGates = (planId: number, key: string | undefined): WaitingGate[] =>
    tables
      .tasks(planId)
      .filter((task) => key === undefined || task.key === key)
      .filter(({ status }) => status === 'checking' || status === 'needs_person')
      .flatMap((task) => {
        const attempt = tables.attemptsOf(task.id).at(-1);
        if (!attempt) return [];
        return tables
          .gates(attempt.id)
          .filter((gate) => canDecide(attempt, gate))
          .map(({ position }) => ({ key: task.key, attempt, position }));
      });

  /** The gate that is meant, with what is told of it; undefined: it isn't there. */
  const meantGate = (task: PlanTaskRow, { attempt: number, gate }: Approval) => {
    const attempt = tables.attemptsOf(task.id).find((one) => one.number === number);
    const row = attempt && gate !== undefined ? tables.gates(attempt.id)[gate - 1] : undefined;
    return attempt && row && { attempt, row };
  };
  const kindOf = ({ approved }: Approval): 'approve' | 'refuse' => (approved ? 'approve' : 'refuse');
  const decided = (
    gate: { attempt: AttemptRow; row: GateRow },
    by: Approval,
    asked = gate.row.asked,
  ): Decided => ({
    ...{ planId: gate.attempt.plan_id, taskId: gate.attempt.task_id, what: kindOf(by), actor: by.actor },
    ...{ attempt: gate.attempt.number, gate: gate.row.position + 1, asked },
  });

  /** Refuses what is meant for another question than the one that waits. */
  const requireMeant = (task: PlanTaskRow, by: Approval): void => {
    const newest = tables.attemptsOf(task.id).at(-1)?.number ?? 0;
    if (by.attempt !== undefined && by.attempt !== newest) throw staleDecision(task.key, by.attempt, newest);
    const meant = meantGate(task, { ...by, attempt: newest });
    if (by.gate === undefined || (meant && isAsked(meant, by))) return;
    const name = `Gate ${by.gate} of task '${task.key}'`;
    if (!meant) throw refusal(`${name} is not there: its attempt ${newest} has no such gate.`);
    const { status, decided_by: decidedBy, asked } = meant.row;
    throw refusal(
      by.asked !== undefined && asked !== by.asked
        ? `${name} was asked anew since you saw it (${status}), as files or the plan changed: look at it, and decide anew.`
        : `${name} does not wait for a person, it is ${status}${decidedBy === null ? '' : ` by ${decidedBy}`}: look at the task, and decide anew.`,
    );
  };
  const isAsked = ({ attempt, row }: { attempt: AttemptRow; row: GateRow }, { asked }: Approval): boolean =>
    canDecide(attempt, row) && (asked === undefined || asked === row.asked);

  const approveGate = (planId: number, key: string | undefined, by: Approval): void => {
    if (key !== undefined) {
      const task = tables.requireTask(planId, key);
      const meant = meantGate(task, by);
      if (meant && decisions.has(decided(meant, by, by.asked))) return;
      requireMeant(task, by);
    }
    const waiting = waitingGates(planId, key);
    const [gate, other] = waiting;
    if (!gate)
      throw refusal(
        key === undefined
          ? `No gate of plan ${planId} waits for approval.`
          : `No gate of task '${key}' waits for approval: it is ${shown(tables.requirePlan(planId), key)}.`,
      );
    if (other)
      throw refusal(
        `Several gates wait for approval: name one of the tasks ${waiting.map((one) => one.key).join(', ')}.`,
      );
    const { attempt, position } = gate;
    const row = tables.gates(attempt.id)[position] as GateRow;
    gates.decide(attempt.id, position, {
      ...{ status: by.approved ? 'passed' : 'failed', exitCode: null, by: by.actor },
      evidence: words(by, by.approved ? 'approved' : 'refused'),
    });
    decisions.keep(decided({ attempt, row }, by));
    const told = { task: gate.key, attempt: attempt.number, gate: position + 1, reason: by.reason };
    note(by.actor, kindOf(by), planId, told);
  };

  return transition((planId: number, key: string | undefined, by: Approval, check?: PlanCheck): void => {
    const plan = tables.requirePlan(planId);
    const draft: Decided = { planId, taskId: null, what: kindOf(by), actor: by.actor };
    if (by.start === true && plan.status !== 'draft') {
      if (decisions.has(draft)) return;
      throw refusal(`Plan ${planId} is no draft any more, it is ${plan.status}.`);
    }
    check?.(plan);
    if (plan.status !== 'draft') return approveGate(planId, key, by);
    if (key !== undefined || by.start === false)
      throw refusal(`Plan ${planId} is a draft: approve the plan first.`);
    decisions.keep(draft);
    change(plan, by.approved ? 'running' : 'cancelled', by.approved ? 'approved' : 'refused', by);
  });
}
