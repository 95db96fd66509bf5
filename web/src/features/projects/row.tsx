/** One project in its list. */
import type { VNode } from 'preact';
import type { Project } from '../../../../api/document/api-types';
import { Badge } from '../../ui/badge';
import { counted } from '../../ui/text';
import { LiveTime } from '../../ui/time';
import { statusLook } from '../work-items/kinds';
import { PriorityMark } from '../work-items/row';
import { addressOf } from '../work-items/url-state';
import { figuresOf, type Figures } from './figures';

export interface ProjectActions {
  readonly address: (id: number) => string;
  readonly scan: (project: Project) => void;
  readonly github: (project: Project) => void;
  readonly milestone: (id: number) => void;
  readonly isBusy: (id: number) => boolean;
}
interface Props {
  readonly project: Project;
  readonly actions: ProjectActions;
}

export function ProjectRow({ project, actions }: Props): VNode {
  const { id, name, status, source_path: path } = project;
  const figures = figuresOf(id);
  const canScan = Boolean(path) && status === 'active';
  const warning = status === 'archived' ? '' : project.warning;
  const ofProject = { project: String(id) };
  return (
    <li class="work-row" data-row data-id={id}>
      <span class="work-status">
        <Badge look={statusLook('projects', status)} />
      </span>
      <div class="work-what">
        <a class="work-title" data-opens href={actions.address(id)}>
          {name}
        </a>
        {path && <span class="work-path muted">{path}</span>}
        {warning && <span class="reason">{warning}</span>}
        <span class="work-line">
          {figures && (
            <>
              <a href={addressOf({ kind: 'features', filters: ofProject })}>
                {counted(figures.features, 'open feature')}
              </a>
              <a href={addressOf({ kind: 'bugs', filters: ofProject })}>
                {counted(figures.bugs, 'open bug')}
              </a>
              <LastScan {...{ figures, canScan, actions }} />
            </>
          )}
        </span>
      </div>
      <PriorityMark priority={project.priority} />
      <LiveTime kind="age" at={project.created_at} />
      <div class="work-actions">
        {canScan && (
          <button
            type="button"
            class="button button-small"
            aria-label={`Scan ${name}`}
            disabled={actions.isBusy(id)}
            data-steady
            onClick={({ detail: clicks }) => clicks <= 1 && actions.scan(project)}
          >
            Scan
          </button>
        )}
        <button
          type="button"
          class="button button-small"
          aria-label={`GitHub: ${name}`}
          onClick={() => actions.github(project)}
        >
          GitHub
        </button>
      </div>
    </li>
  );
}

interface LastScanProps {
  readonly figures: Figures;
  readonly canScan: boolean;
  readonly actions: ProjectActions;
}

/** What the last scan found, with the way to all of it. */
function LastScan({ figures: { milestone }, canScan, actions }: LastScanProps): VNode {
  if (!milestone) return <span class="muted">{canScan && 'not scanned yet'}</span>;
  return (
    <span class="muted">
      <button type="button" class="link-button" onClick={() => actions.milestone(milestone.id)}>
        {`${milestone.open_tasks.toLocaleString()} tasks left`}
      </button>
      {', scanned '}
      <LiveTime kind="ago" at={milestone.scanned_at ?? milestone.created_at} />
    </span>
  );
}
