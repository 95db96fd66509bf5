/** What is started by itself: when, how it went, and the buttons that change it. */
import type { VNode } from 'preact';
import { call } from '../../app/api';
import { engineLink } from '../../app/engine-link';
import { known } from '../../app/known';
import { useActions } from '../../ui/actions';
import { Badge, type Look } from '../../ui/badge';
import { openDialog } from '../../ui/dialog';
import { Problem } from '../../ui/notice';
import { FixedTime, LiveTime } from '../../ui/time';
import { TimesDialog } from './times-dialog';
import { begun, failed, fault, keep, load, refusal, schedules, type Schedule } from './load';

const STATES: Readonly<Record<'running' | 'paused' | 'waits' | 'faulty', Look>> = {
  running: { label: 'Running', shape: 'play', tone: 'busy' },
  paused: { label: 'Paused', shape: 'pause', tone: 'warn' },
  waits: { label: 'Waits', shape: 'ring', tone: 'mute' },
  faulty: { label: 'Faulty', shape: 'triangle', tone: 'bad' },
};
const RESULTS: Readonly<Record<string, Look>> = {
  running: { label: 'Running', shape: 'play', tone: 'busy' },
  completed: { label: 'Completed', shape: 'check', tone: 'ok' },
  failed: { label: 'Failed', shape: 'cross', tone: 'bad' },
  timed_out: { label: 'Timed out', shape: 'cross', tone: 'bad' },
  terminated: { label: 'Terminated', shape: 'cross', tone: 'warn' },
  cancelled: { label: 'Cancelled', shape: 'cross', tone: 'warn' },
};
const UNKNOWN: Look = { label: 'Not known any more', shape: 'question', tone: 'mute' };

export const ScheduleList = (): VNode => (
  <section class="panel" aria-labelledby="schedules-title">
    <div class="panel-head">
      <h2 id="schedules-title">Schedules</h2>
    </div>
    <Problem id="schedules-fault" class="panel-message panel-message-bad" text={fault.value} />
    <Problem id="schedules-refusal" class="panel-message panel-message-bad" text={refusal.value} />
    {schedules.value === null && fault.value === null && (
      <p class="panel-message" role="status">
        The workflow engine is being asked.
      </p>
    )}
    <ul id="schedules" class="panel-body schedules" data-list>
      {(schedules.value ?? []).map((schedule) => (
        <Row key={schedule.id} schedule={schedule} />
      ))}
    </ul>
  </section>
);

function Row({ schedule }: { schedule: Schedule }): VNode {
  const { id, description, times, own_times: own, paused, running, changed, fault: broken } = schedule;
  return (
    <li data-row data-schedule={id}>
      <div class="schedule-head">
        <strong>{id}</strong>
        <Badge
          look={STATES[broken !== null ? 'faulty' : running ? 'running' : paused ? 'paused' : 'waits']}
        />
        <span>{times.in_words}</span>
        {own.in_words !== times.in_words && <span class="muted">by default {own.in_words}</span>}
      </div>
      <p class="muted">
        {description} {changed && `Changed by ${changed.by}.`}
      </p>
      {broken !== null && <p class="schedule-fault">{broken}</p>}
      <Runs schedule={schedule} />
      <Buttons schedule={schedule} />
    </li>
  );
}

function Runs({ schedule: { next, runs, runs_missed: missed } }: { schedule: Schedule }): VNode {
  const [due] = next;
  const [last] = runs;
  const url = engineLink(last?.temporal_url);
  return (
    <div class="schedule-head">
      <span class="muted">
        {due === undefined ? 'not due' : 'next '}
        <FixedTime at={due} />
      </span>
      {last ? (
        <>
          <span class="muted">
            last <LiveTime kind="ago" at={last.started_at} />
          </span>
          <Badge look={known(RESULTS, last.status) ?? UNKNOWN} />
          {last.error !== null && <span class="schedule-fault">{last.error}</span>}
          {url && <a href={url}>Workflow</a>}
        </>
      ) : (
        <span class="muted">has not run yet</span>
      )}
      {missed > 0 && <span class="muted">{missed} missed</span>}
    </div>
  );
}

function Buttons({ schedule }: { schedule: Schedule }): VNode {
  const { id, paused, running } = schedule;
  const actions = useActions(failed, begun);
  const params = { id };
  const change = async (): Promise<void> =>
    keep(await call('PATCH /api/schedules/:id', { params, body: { paused: !paused } }));
  const run = async (): Promise<void> => {
    await call('POST /api/schedules/:id/trigger', { params });
    await load();
  };
  return (
    <div class="schedule-actions">
      <button
        type="button"
        class="button button-small"
        disabled={actions.isBusy('pause')}
        onClick={actions.press(change, 'pause')}
        aria-label={`${paused ? 'Resume' : 'Pause'} ${id}`}
      >
        {paused ? 'Resume' : 'Pause'}
      </button>
      <button
        type="button"
        class="button button-small"
        disabled={running || actions.isBusy('run')}
        onClick={actions.press(run, 'run')}
        aria-label={`Run now: ${id}`}
      >
        Run now
      </button>
      <button
        type="button"
        class="button button-small"
        onClick={() => openDialog((close) => <TimesDialog schedule={schedule} close={close} />)}
        aria-label={`Change the times of ${id}`}
      >
        Times
      </button>
    </div>
  );
}
