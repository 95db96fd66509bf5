/** The routes of every concern. The compiler asks for those of each set of operations, and for those only. */
import type Router from '@koa/router';
import { accessRoutes } from './access/routes';
import { attachmentRoutes } from './attachments/routes';
import { alertRoutes } from './alerts/routes';
import { budgetRoutes } from './budgets/routes';
import { confirmationRoutes } from './confirmations/routes';
import { ruleRoutes } from './confirmations/rule-routes';
import { confirmSettingRoutes } from './confirmations/setting-routes';
import type { RequestState } from './context';
import type { OPERATIONS } from './document/operations';
import { documentRoutes } from './document/routes';
import { githubRoutes } from './github/routes';
import { healthRoutes } from './health/routes';
import { errorRoutes } from './history/error-routes';
import { historyRoutes } from './history/routes';
import { register, type Routes } from './http/route';
import { hostRoutes, joinedHostRoutes } from './hosts/routes';
import { improvementRoutes } from './improvements/routes';
import { backupRoutes } from './maintenance/backup-routes';
import { maintenanceRoutes } from './maintenance/routes';
import { milestoneRoutes } from './milestones/routes';
import { modelRoutes } from './models/routes';
import { scanRoutes } from './milestones/scan-routes';
import { logRoutes } from './server-logs/routes';
import { monitorLinkRoutes, monitorRoutes } from './monitor/routes';
import { needRoutes } from './needs/routes';
import { planDraftRoutes } from './plans/draft-routes';
import { planRoutes } from './plans/routes';
import { planTaskRoutes } from './plans/task-routes';
import { pushRoutes } from './push/routes';
import { promptChangeRoutes } from './prompts/change-routes';
import { queueRoutes } from './prompts/queue-routes';
import { promptBatchRoutes } from './prompts/batch-routes';
import { promptRoutes } from './prompts/routes';
import { reviewRoutes } from './reviews/routes';
import { scheduleRoutes } from './schedules/routes';
import type { Services } from './services';
import { recordingRoutes } from './recordings/routes';
import { sessionCommandRoutes } from './sessions/command-routes';
import { sessionRoutes } from './sessions/routes';
import { sheetsRoutes } from './sheets/routes';
import { smsRoutes } from './sms/routes';
import { loginRoutes } from './system/login-routes';
import { systemRoutes } from './system/routes';
import { recurringRoutes } from './recurring/routes';
import { taskRoutes } from './tasks/routes';
import { templateRoutes } from './templates/routes';
import { throughputRoutes } from './throughput/routes';
import { leaseRoutes } from './vault/lease-routes';
import { secretRoutes } from './vault/routes';
import { bugRoutes, featureRoutes, projectRoutes } from './work-items/routes';

const ROUTES: { readonly [Concern in keyof typeof OPERATIONS]: Routes<(typeof OPERATIONS)[Concern]> } = {
  prompts: promptRoutes,
  promptBatches: promptBatchRoutes,
  promptChanges: promptChangeRoutes,
  queue: queueRoutes,
  attachments: attachmentRoutes,
  sessions: sessionRoutes,
  sessionCommands: sessionCommandRoutes,
  recordings: recordingRoutes,
  reviews: reviewRoutes,
  hosts: hostRoutes,
  joinedHosts: joinedHostRoutes,
  needs: needRoutes,
  confirmations: confirmationRoutes,
  confirmSettings: confirmSettingRoutes,
  rules: ruleRoutes,
  tasks: taskRoutes,
  plans: planRoutes,
  planDrafts: planDraftRoutes,
  planTasks: planTaskRoutes,
  projects: projectRoutes,
  features: featureRoutes,
  bugs: bugRoutes,
  models: modelRoutes,
  budgets: budgetRoutes,
  scans: scanRoutes,
  milestones: milestoneRoutes,
  github: githubRoutes,
  history: historyRoutes,
  errors: errorRoutes,
  secrets: secretRoutes,
  leases: leaseRoutes,
  backups: backupRoutes,
  maintenance: maintenanceRoutes,
  schedules: scheduleRoutes,
  recurring: recurringRoutes,
  templates: templateRoutes,
  sms: smsRoutes,
  sheets: sheetsRoutes,
  alerts: alertRoutes,
  push: pushRoutes,
  logs: logRoutes,
  monitor: monitorRoutes,
  monitorLinks: monitorLinkRoutes,
  system: systemRoutes,
  health: healthRoutes,
  throughput: throughputRoutes,
  improvements: improvementRoutes,
  access: accessRoutes,
  login: loginRoutes,
  document: documentRoutes,
};

export function registerRoutes(router: Router<RequestState>, services: Services): void {
  register(
    router,
    Object.values(ROUTES).flatMap((concern) => concern.make(services)),
  );
}
