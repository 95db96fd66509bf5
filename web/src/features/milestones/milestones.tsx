/** The milestones panel: what is left to do in each project, and the scan that finds it. */
import { signal } from '@preact/signals';
import type { VNode } from 'preact';
import type { Milestone } from '../../../../api/document/api-types';
import { call, messageOf, type Answer } from '../../app/api';
import { on } from '../../app/state';
import { useActions } from '../../ui/actions';
import { hours } from '../../ui/duration';
import { LiveTime } from '../../ui/time';
import { PanelMessage } from '../../ui/panel-message';
import { openMilestone } from './milestone-dialog';
import { Progress } from './progress';
import { runScan, scanWords, type ScanWords } from './scan';

/** More projects than that are read from the command line. */
const SHOWN = 100;

const page = signal<Answer<'GET /api/milestones'> | null>(null);
/** The panel's own line for how a scan went. */
const said = signal<ScanWords | null>(null);
const fail = (error: unknown): void => void (said.value = { text: messageOf(error), tone: 'bad' });

export function loadMilestones(): void {
  // The state comes at the start and after every reconnect: scans may have run meanwhile.
  on('state', () => void load());
}

async function load(): Promise<void> {
  try {
    page.value = await call('GET /api/milestones', { query: { limit: SHOWN } });
  } catch (error) {
    fail(error);
  }
}

export function Milestones(): VNode {
  const { items, total } = page.value ?? { items: [], total: null };
  return (
    <section class="panel" id="milestones" aria-labelledby="milestones-title">
      <div class="panel-head">
        <h2 id="milestones-title">
          Milestones{' '}
          <span class="count" id="milestones-count">
            {total || ''}
          </span>
        </h2>
        <div class="panel-actions">
          <ScanButton />
        </div>
      </div>
      <PanelMessage id="milestones-message" {...said.value} />
      <ul id="milestones-list" data-list>
        {items.map((milestone) => (
          <MilestoneRow key={milestone.id} milestone={milestone} />
        ))}
      </ul>
      <div id="milestones-empty" class="empty" hidden={total !== 0}>
        <p>
          <strong>Nothing scanned yet.</strong>
        </p>
        <p>
          “Scan projects” finds what is left to do in the active projects: TODO comments, plans, check-lists.
        </p>
      </div>
    </section>
  );
}

function ScanButton(): VNode {
  const actions = useActions(fail);
  const scan = async (): Promise<void> => {
    said.value = { text: 'Scanning the projects…', tone: 'ok' };
    said.value = scanWords(await runScan());
    await load();
  };
  return (
    <button
      class="button button-small"
      type="button"
      id="milestones-scan"
      disabled={actions.isBusy()}
      onClick={actions.press(scan)}
    >
      Scan projects
    </button>
  );
}

function MilestoneRow({ milestone }: { milestone: Milestone }): VNode {
  const { id } = milestone;
  const name = milestone.project_name ?? milestone.title ?? `Milestone ${id}`;
  return (
    <li class="milestone" data-row data-milestone={id}>
      <div class="milestone-head">
        <button
          type="button"
          class="link-button milestone-name"
          data-opens
          onClick={() => openMilestone(id, () => void load())}
        >
          {name}
        </button>
        <span class="muted">
          {milestone.open_tasks} open · {hours(milestone.estimated_hours)}
        </span>
      </div>
      <Progress counts={milestone} label={name} />
      <p class="muted milestone-foot">
        scanned <LiveTime kind="ago" at={milestone.scanned_at ?? milestone.created_at} />
      </p>
    </li>
  );
}
