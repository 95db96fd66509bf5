/** Every workflow by name, and nothing else: each function exported here can be started. */
export { confirmation } from './confirmation/confirmation';
export { backgroundTask } from './task/background-task';
export { followUp } from './outbox/follow-up';
export { healthCheck } from './health/health-check';
export { improvementCycle } from './improvement/improvement-cycle';
export { githubPullRequest, githubSync } from './github/github-sync';
export { milestoneScan } from './milestones/milestone-scan';
export { maintenance } from './maintenance/maintenance';
export { phasePlan } from './plan/phase-plan';
export { planDraft } from './plan/plan-draft';
export { promptAssignment } from './prompt/prompt-assignment';
export { recurringPrompt } from './recurring/recurring-prompt';
export { reconciler } from './maintenance/reconciler';
export { sheetsSync } from './sheets/sheets-sync';
export { smsUpdate } from './sms/sms-update';
export { sessionCommand } from './session/session-command';
