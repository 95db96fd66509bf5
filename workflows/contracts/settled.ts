/** Whether something that is dispatched is at its end: nothing more happens unless a person asks for it. */
import { SETTLED_STATUSES, type PromptStatus } from './glossary';
import { SETTLED_TASK_STATUSES, type TaskStatus } from './tasks';

const SETTLED: ReadonlySet<PromptStatus | TaskStatus> = new Set([
  ...SETTLED_STATUSES,
  ...SETTLED_TASK_STATUSES,
]);

/** Of a prompt or a task. */
export const isSettled = ({ status }: { readonly status: PromptStatus | TaskStatus }): boolean =>
  SETTLED.has(status);
