/** Schedules as the API shows them. */
import type { z } from 'zod';
import type { ScheduledRun, ScheduleSpec, ScheduleState } from '../../workflows/contracts/schedules';
import type { WorkflowUrl } from '../prompts/views';
import type { schedule, scheduledRun } from './responses';

export function runView(run: ScheduledRun, urlOf: WorkflowUrl): z.output<typeof scheduledRun> {
  return {
    workflow_id: run.workflowId,
    temporal_url: urlOf(run.workflowId),
    scheduled_at: run.scheduledAt,
    started_at: run.startedAt,
    ended_at: run.endedAt,
    status: run.status,
    result: run.result,
    error: run.error,
  };
}

export function scheduleView(state: ScheduleState, urlOf: WorkflowUrl): z.output<typeof schedule> {
  const { change } = state;
  return {
    id: state.id,
    description: state.what,
    workflow: state.workflow,
    times: timesView(state.spec, state.words),
    own_times: timesView(state.ownSpec, state.ownWords),
    timezone: state.timezone,
    paused: state.paused,
    note: state.note,
    changed: change && { by: change.changedBy, at: change.changedAt },
    running: state.running,
    next: [...state.next],
    runs: state.runs.map((run) => runView(run, urlOf)),
    runs_started: state.taken,
    runs_missed: state.missed,
    runs_overlapped: state.overlapped,
    fault: state.fault,
  };
}

const timesView = (spec: ScheduleSpec, words: string) => ({
  interval_seconds: 'everySeconds' in spec ? spec.everySeconds : null,
  cron: 'cron' in spec ? spec.cron : null,
  in_words: words,
});
