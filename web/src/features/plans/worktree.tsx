/** The worktree of a task: where it is, how far its merge is, and what a person can do about one that is left. */
import type { VNode } from 'preact';
import type { Plan } from '../../../../api/document/api-types';
import { Badge, type Look } from '../../ui/badge';
import { known } from '../../app/known';

type Worktree = NonNullable<Plan['phases'][number]['tasks'][number]['worktree']>;

const LOOKS: Record<Worktree['state'], Look> = {
  opening: { label: 'Being made', shape: 'half', tone: 'busy' },
  setting_up: { label: 'Being set up', shape: 'half', tone: 'busy' },
  ready: { label: 'Ready', shape: 'dot', tone: 'mute' },
  merging: { label: 'To be merged', shape: 'half', tone: 'busy' },
  merged: { label: 'Merged', shape: 'check', tone: 'ok' },
  pull_request: { label: 'Pull request open', shape: 'half', tone: 'busy' },
  kept: { label: 'Kept', shape: 'triangle', tone: 'warn' },
  closing: { label: 'Being taken down', shape: 'half', tone: 'busy' },
  closed: { label: 'Closed', shape: 'check', tone: 'mute' },
};
const UNKNOWN: Look = { label: 'Unknown', shape: 'question', tone: 'warn' };

interface WorktreeNodeProps {
  readonly worktree: Worktree;
  /** What is said of the task already. */
  readonly told: string | null;
  /** Takes it down; null where that is not a person's to do now. */
  readonly close: VNode | null;
}

export const WorktreeNode = ({ worktree, told, close }: WorktreeNodeProps): VNode => {
  const { state, branch, base, path, port, reason, pull_request_url: url, conflicts } = worktree;
  return (
    <div class="plan-worktree">
      <div class="plan-task-head">
        <span class="muted">worktree</span> {branch !== null && <code>{branch}</code>}
        <Badge look={known(LOOKS, state) ?? UNKNOWN} />
        {state !== 'closed' && close}
      </div>
      <p class="muted">
        {[base === null ? null : `into ${base}`, path, `port ${port}`].filter(Boolean).join(' · ')}
      </p>
      {url !== null && (
        <p>
          <a href={url} rel="noreferrer" target="_blank">
            {url}
          </a>
        </p>
      )}
      {reason !== null && reason !== told && <p class="reason">{reason}</p>}
      {conflicts.length > 0 && <p class="muted">Last conflict in {conflicts.join(', ')}</p>}
    </div>
  );
};

/** Nothing is at work in it, and it is not merged. */
export const mayClose = ({ state }: Worktree): boolean => state === 'kept' || state === 'ready';
