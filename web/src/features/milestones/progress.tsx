/** How far the tasks of a milestone or a phase are. */
import type { VNode } from 'preact';
import type { Milestone } from '../../../../api/document/api-types';

interface ProgressProps {
  readonly counts: Pick<Milestone, 'total_tasks' | 'done_tasks'>;
  readonly label: string;
}

/** An empty project is done. */
export function Progress({ counts: { total_tasks: total, done_tasks: done }, label }: ProgressProps): VNode {
  const words = `${done} of ${total} tasks done`;
  return (
    <progress
      class="progress"
      max={total || 1}
      value={total ? done : 1}
      aria-label={`${label}: ${words}`}
      title={words}
    />
  );
}
