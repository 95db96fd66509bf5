/** Every workflow by name, and nothing else: each function exported here can be started. */
export { confirmation } from './confirmation';
export { backgroundTask } from './background-task';
export { githubPullRequest, githubSync } from './github-sync';
export { milestoneScan } from './milestone-scan';
export { maintenance } from './maintenance';
export { promptAssignment } from './prompt-assignment';
export { reconciler } from './reconciler';
export { sessionCommand } from './session-command';
