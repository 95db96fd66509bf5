/** The activities that need no terminal: the local ones of the workflows, and those that any worker carries out. */
import { notifyActivities } from '../activities/confirmations/notify';
import { confirmRecordActivities } from '../activities/confirmations/state';
import type { WorkDeps } from '../activities/context';
import { githubActivities } from '../activities/github';
import { improvementActivities } from '../activities/improvements';
import { milestoneActivities } from '../activities/milestones';
import { maintenanceActivities } from '../activities/maintenance';
import { outboxActivities } from '../activities/outbox';
import { sheetsActivities } from '../activities/sheets';
import { smsActivities } from '../activities/sms';
import { secretReminderActivities } from '../activities/notifications/secret-reminders';
import { planActivities } from '../activities/plans';
import { planDraftActivities } from '../activities/plans/draft';
import { worktreeActivities } from '../activities/plans/worktrees';
import { pullRequests } from '../activities/plans/worktrees/pull-requests';
import { recurringActivities } from '../activities/recurring';
import { recordActivities } from '../activities/prompts/state';
import { repairActivities } from '../activities/reconcile';
import { taskActivities } from '../activities/tasks';
import { taskRecordActivities } from '../activities/tasks/state';

export function workActivities(deps: WorkDeps) {
  const { logs } = deps;
  const plans = { ...deps, log: logs.orchestrator, tasksDir: deps.tasks.dir };
  return {
    ...recordActivities(deps),
    ...repairActivities(deps),
    ...confirmRecordActivities(deps),
    ...notifyActivities(deps),
    ...taskRecordActivities(deps),
    ...taskActivities(deps),
    ...milestoneActivities(deps),
    ...githubActivities(deps),
    ...maintenanceActivities(deps),
    ...improvementActivities({ ...deps, log: logs.improvements }),
    ...outboxActivities(deps),
    ...recurringActivities(deps),
    ...planActivities(plans),
    ...planDraftActivities(plans),
    ...worktreeActivities({ ...plans, ...pullRequests(deps) }),
    ...secretReminderActivities(deps),
    ...smsActivities({ ...deps, log: logs.updates }),
    ...sheetsActivities({ ...deps, settings: deps.sheets }),
  };
}
