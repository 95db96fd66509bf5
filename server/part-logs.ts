/** The logs of those parts that have a file of their own, under the names of the original. */
import type { Deps } from '../activities/context';
import type { Logs } from '../telemetry/log';

export const partLogs = ({ of }: Logs): Deps['logs'] => ({
  updates: of('updates'),
  orchestrator: of('orchestrator'),
  improvements: of('improvements'),
  dialogs: of('dialogs'),
  health: of('health'),
});
