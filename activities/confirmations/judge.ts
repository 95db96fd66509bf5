/** What is to be done about a dialog now: by its kind, the switch, the session's mode, and the rules. */
import type { Answer, ConfirmationPlan, ConfirmMode, ToolCall } from '../../workflows/contracts/confirmation';
import type { Store } from '../../store';
import type { ConfirmationRow } from '../../store/confirmations/rows';
import type { Judgement } from '../../store/confirmations';
import { timeMs } from '../../store/db/time';
import { isInsideOnDisk, realPath } from '../../store/real-path';
import { decide, VERDICTS, type Decision } from '../../policy';

export interface JudgeDeps {
  readonly store: Pick<Store, 'confirmations' | 'confirmSettings' | 'confirmRules' | 'sessions'>;
  readonly clock: () => Date;
  /** Home directory of the agents. */
  readonly home: string;
  /** Directories of the dashboard's own data. */
  readonly own: readonly string[];
}

export interface Judged extends Judgement {
  /** What the policy does by itself; null = it leaves it to a person. */
  readonly answer: Answer | null;
}

/** Judges a pending dialog, keeps the judgement, and says what comes next; null where it isn't pending any more. */
export function planFor(deps: JudgeDeps, confirmationId: number, random: number): ConfirmationPlan | null {
  const { store, clock } = deps;
  const row = store.confirmations.get(confirmationId);
  if (row?.status !== 'pending') return null;
  const judged = judge(deps, row);
  const now = clock().getTime();
  if (row.verdict === null && /^\d+$/.test(String(judged.ruleId))) {
    store.confirmRules.hit(Number(judged.ruleId));
  }
  const { answer, ...judgement } = judged;
  store.confirmations.judged(row.id, judgement);
  if (answer) {
    const due = dueOf(deps, row, random, now);
    store.confirmations.plan(row.id, new Date(due));
    return { next: { what: 'answer', inMs: Math.max(0, due - now) }, answer };
  }
  store.confirmations.plan(row.id, null);
  return { next: nextOf(deps, row, now), answer: null };
}

/** The pause is chosen once; answering is taken up again at once after a crash. */
function dueOf({ store }: JudgeDeps, row: ConfirmationRow, random: number, now: number): number {
  if (row.pressed_at !== null) return now;
  const { delay_min_ms: min, delay_max_ms: max } = store.confirmSettings.get();
  // One that is further away than any pause was chosen before the clock was put back.
  if (row.due_at !== null && timeMs(row.due_at) <= now + max) return timeMs(row.due_at);
  return now + Math.round(min + random * (max - min));
}

/** A person is waited for: what is to happen until they come. */
function nextOf({ store }: JudgeDeps, row: ConfirmationRow, now: number): ConfirmationPlan['next'] {
  const { notify_after_ms, escalate_after_ms, expire_after_ms } = store.confirmSettings.get();
  // One that was opened in the future was opened before the clock was put back.
  const since = Math.min(timeMs(row.created_at), now);
  const steps = [
    { what: 'notify', after: row.notify_due_at === null ? notify_after_ms : null },
    { what: 'escalate', after: row.escalate_due_at === null ? escalate_after_ms : null },
    { what: 'expire', after: expire_after_ms },
  ] as const;
  const due = steps
    .flatMap(({ what, after }) => (after === null ? [] : [{ what, inMs: Math.max(0, since + after - now) }]))
    .sort((a, b) => a.inMs - b.inMs);
  return due[0] ?? null;
}

export function judge(deps: JudgeDeps, row: ConfirmationRow): Judged {
  const { store } = deps;
  const session = store.sessions.get(row.session_name);
  const mode: ConfirmMode = session?.mode ?? 'off';
  const call = row.call === null ? null : (JSON.parse(row.call) as ToolCall);
  const left = (ruleId: string, reason: string, evidence = row.title): Judged => ({
    ...{ verdict: 'ask', ruleId, reason, evidence, mode, answer: null },
  });
  if (row.held !== null) return left('held', row.held);
  const wanted = row.kind === 'trust' ? trust(store, row, call) : permission(deps, row, call, mode);
  if (!wanted) return left('person-only', 'Only a person answers this kind of dialog');
  const hands = wanted.verdict === 'ask' ? null : wanted.verdict === 'allow' ? 'approve' : 'deny';
  // Nothing is pressed between the keys of a person who has the terminal.
  const isWritten = session?.writer != null;
  const free = store.confirmSettings.get().enabled === 1 && mode !== 'off' && !isWritten;
  return { ...wanted, mode, answer: free ? hands : null };
}

function trust(store: JudgeDeps['store'], row: ConfirmationRow, call: ToolCall | null): Decision | null {
  if (call?.tool !== 'Trust' || call.path === null) return null;
  const { path } = call;
  const real = realPath(path);
  const place = real && store.confirmRules.trusted().find((one) => isInsideOnDisk(real, one.path));
  if (!place) {
    const reason = 'This directory is not registered as trusted';
    return { verdict: 'ask', ruleId: 'not-trusted', reason, evidence: path };
  }
  return {
    verdict: 'allow',
    ruleId: 'trusted-directory',
    reason: `It is in ${place.path}, which is registered as trusted`,
    evidence: path,
  };
}

function permission(
  deps: JudgeDeps,
  row: ConfirmationRow,
  call: ToolCall | null,
  mode: ConfirmMode,
): Decision | null {
  if (row.kind !== 'permission') return null;
  const decision =
    call && !call.incomplete
      ? decideCall(deps, row, call)
      : {
          verdict: 'ask' as const,
          ruleId: call ? 'out-of-sight' : 'not-readable',
          reason: call
            ? 'The dialog is taller than the terminal, and the agent has not told what is out of sight'
            : 'The screen does not show the whole of what it asks for',
          evidence: row.title,
        };
  // What can't be read can't be held against the rules that deny.
  const unread = ['readings-differ', 'not-readable', 'out-of-sight'].includes(String(decision.ruleId));
  if (mode !== 'all' || decision.verdict !== 'ask' || unread) return decision;
  return {
    ...decision,
    verdict: 'allow',
    ruleId: 'mode-all',
    reason: "The session's mode gives every permission that no rule denies",
  };
}

/** Every way in which the text can be read must come to the same. */
function decideCall({ store, home, own }: JudgeDeps, row: ConfirmationRow, call: ToolCall): Decision {
  const commands: readonly (string | undefined)[] = call.commands.length > 0 ? call.commands : [undefined];
  const decisions = commands.map((command) =>
    decide(
      {
        agent: row.agent,
        tool: call.tool,
        workingDir: row.working_dir,
        home,
        own,
        ...(command !== undefined && { command }),
        ...(call.path !== null && { path: call.path }),
      },
      store.confirmRules.rules(),
    ),
  );
  const careful = decisions.reduce((most, each) =>
    VERDICTS.indexOf(each.verdict) > VERDICTS.indexOf(most.verdict) ? each : most,
  );
  if (decisions.every(({ verdict }) => verdict === careful.verdict)) return careful;
  return careful.verdict === 'ask'
    ? careful
    : {
        ...careful,
        verdict: 'ask',
        ruleId: 'readings-differ',
        reason: `The text is wrapped, and can be read in a way that is not allowed: ${careful.reason}`,
      };
}
