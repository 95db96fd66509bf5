/** Every workflow by name, and nothing else: each function exported here can be started. */
export { maintenance } from './maintenance';
export { promptAssignment } from './prompt-assignment';
export { reconciler } from './reconciler';
export { sessionCommand } from './session-command';
