/** Every operation of the API, by concern. `api/routes.ts` has the routes of each. Schemas only: callers have their types from here. */
import { accessOperations } from '../access/operations';
import { attachmentOperations } from '../attachments/operations';
import { alertOperations } from '../alerts/operations';
import { budgetOperations } from '../budgets/operations';
import {
  confirmationOperations,
  confirmSettingOperations,
  ruleOperations,
} from '../confirmations/operations';
import { githubOperations } from '../github/operations';
import { healthOperations } from '../health/operations';
import { errorOperations, historyOperations } from '../history/operations';
import { hostOperations, joinedHostOperations } from '../hosts/operations';
import type { Operation } from '../http/operation';
import { improvementOperations } from '../improvements/operations';
import { backupOperations, maintenanceOperations } from '../maintenance/operations';
import { modelOperations } from '../models/operations';
import { milestoneOperations, scanOperations } from '../milestones/operations';
import { logOperations } from '../server-logs/operations';
import { monitorLinkOperations, monitorOperations } from '../monitor/operations';
import { needOperations } from '../needs/operations';
import { planDraftOperations } from '../plans/draft-operations';
import { planOperations, planTaskOperations } from '../plans/operations';
import { pushOperations } from '../push/operations';
import { promptBatchOperations } from '../prompts/batch-operations';
import { promptChangeOperations, promptOperations, queueOperations } from '../prompts/operations';
import { recordingOperations } from '../recordings/operations';
import { recurringOperations } from '../recurring/operations';
import { reviewOperations } from '../reviews/operations';
import { scheduleOperations } from '../schedules/operations';
import { sessionCommandOperations, sessionOperations } from '../sessions/operations';
import { sheetsOperations } from '../sheets/operations';
import { smsOperations } from '../sms/operations';
import { documentOperations, loginOperations, systemOperations } from '../system/operations';
import { taskOperations } from '../tasks/operations';
import { templateOperations } from '../templates/operations';
import { throughputOperations } from '../throughput/operations';
import { leaseOperations, secretOperations } from '../vault/operations';
import { bugOperations, featureOperations, projectOperations } from '../work-items/operations';

export const OPERATIONS = {
  prompts: promptOperations,
  promptChanges: promptChangeOperations,
  promptBatches: promptBatchOperations,
  queue: queueOperations,
  attachments: attachmentOperations,
  sessions: sessionOperations,
  sessionCommands: sessionCommandOperations,
  recordings: recordingOperations,
  reviews: reviewOperations,
  hosts: hostOperations,
  joinedHosts: joinedHostOperations,
  needs: needOperations,
  confirmations: confirmationOperations,
  confirmSettings: confirmSettingOperations,
  rules: ruleOperations,
  tasks: taskOperations,
  plans: planOperations,
  planDrafts: planDraftOperations,
  planTasks: planTaskOperations,
  projects: projectOperations,
  features: featureOperations,
  bugs: bugOperations,
  models: modelOperations,
  budgets: budgetOperations,
  scans: scanOperations,
  milestones: milestoneOperations,
  github: githubOperations,
  history: historyOperations,
  errors: errorOperations,
  secrets: secretOperations,
  leases: leaseOperations,
  backups: backupOperations,
  maintenance: maintenanceOperations,
  schedules: scheduleOperations,
  recurring: recurringOperations,
  templates: templateOperations,
  sms: smsOperations,
  sheets: sheetsOperations,
  alerts: alertOperations,
  push: pushOperations,
  logs: logOperations,
  monitor: monitorOperations,
  monitorLinks: monitorLinkOperations,
  system: systemOperations,
  health: healthOperations,
  throughput: throughputOperations,
  improvements: improvementOperations,
  access: accessOperations,
  login: loginOperations,
  document: documentOperations,
};

export type DocumentedOperation = Operation & { readonly tag: string };

export const allOperations = (): readonly DocumentedOperation[] =>
  Object.values(OPERATIONS).flatMap((concern) => Object.values<DocumentedOperation>(concern));
