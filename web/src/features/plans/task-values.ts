/** A task of a plan as a form holds it: texts, and lists of gates. */
import type { Answer, Body } from '../../app/api';
import { PLAN_TASK_DEFAULTS } from '../../../../workflows/contracts/plans';

export type TaskDefinition = Answer<'GET /api/plans/:id/tasks/:key'>['definition'];
export type TaskBody = Body<'PATCH /api/plans/:id/tasks/:key'>;
type GateType = NonNullable<TaskDefinition['gates']>[number]['type'];

export interface GateValues {
  readonly type: GateType;
  /** The command, the note, or the question. */
  readonly text: string;
  readonly timeout: string;
  /** Of an approval: it stands when files change. */
  readonly keep: boolean;
}

export interface TaskValues {
  readonly key: string;
  readonly prompt: string;
  readonly target_session: string;
  readonly provider: string;
  readonly specialty: string;
  readonly priority: string;
  readonly after: string;
  readonly touches: string;
  readonly gates: readonly GateValues[];
  readonly timeout_minutes: string;
  readonly max_retries: string;
  readonly evidence: string;
}

export const NEW_GATE: GateValues = { type: 'command', text: '', timeout: '', keep: false };

export function valuesOf(task: Partial<TaskDefinition>): TaskValues {
  return {
    key: task.key ?? '',
    prompt: task.prompt ?? '',
    target_session: task.target_session ?? '',
    provider: task.provider ?? '',
    specialty: task.specialty ?? '',
    priority: String(task.priority ?? PLAN_TASK_DEFAULTS.priority),
    after: (task.after ?? []).join(', '),
    touches: (task.touches ?? []).join('\n'),
    gates: (task.gates ?? []).map((gate) => ({
      type: gate.type,
      text: gate.command ?? gate.question ?? gate.note ?? '',
      timeout: gate.timeout_seconds === undefined ? '' : String(gate.timeout_seconds),
      keep: gate.on_change === 'keep',
    })),
    timeout_minutes: String(task.timeout_minutes ?? PLAN_TASK_DEFAULTS.timeout_minutes),
    max_retries: String(task.max_retries ?? PLAN_TASK_DEFAULTS.max_retries),
    evidence: task.evidence ?? 'derived',
  };
}

/** What is sent of those that differ from `before`: what others changed meanwhile stays theirs. */
export function bodyOf(values: TaskValues, before: TaskValues): TaskBody {
  const fields = (Object.keys(values) as (keyof TaskValues)[]).filter((field) =>
    field === 'gates'
      ? JSON.stringify(values.gates) !== JSON.stringify(before.gates)
      : values[field] !== before[field],
  );
  return Object.fromEntries(fields.map((field) => [field, sentOf(values, field)]));
}

function sentOf(values: TaskValues, field: keyof TaskValues): unknown {
  switch (field) {
    case 'gates':
      return values.gates.map(gateOf);
    case 'after':
    case 'touches':
      return values[field]
        .split(/[,\n]/)
        .map((part) => part.trim())
        .filter(Boolean);
    case 'priority':
    case 'timeout_minutes':
    case 'max_retries':
      return values[field].trim() === '' ? PLAN_TASK_DEFAULTS[field] : Number(values[field]);
    case 'target_session':
    case 'provider':
    case 'specialty':
      return values[field].trim() === '' ? null : values[field].trim();
    case 'key':
    case 'prompt':
    case 'evidence':
      return values[field];
  }
}

function gateOf({ type, text, timeout, keep }: GateValues): object {
  switch (type) {
    case 'command':
      return { type, command: text, ...(timeout.trim() !== '' && { timeout_seconds: Number(timeout) }) };
    case 'approval':
      return { type, ...(text.trim() !== '' && { note: text }), ...(keep && { on_change: 'keep' }) };
    case 'judgement':
      return { type, question: text };
  }
}

/** Of a list the whole field is named: what is wrong is seen there. */
export const fieldOf = (field: string): string => field.replace(/^(after|touches)\.\d+$/, '$1');
