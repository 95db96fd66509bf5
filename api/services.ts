/** What handlers work with: the parts of the server, and what is asked of each aggregate in more than one place. */
import { confirmService } from './confirmations/service';
import type { AppDeps } from './context';
import { planService } from './plans/service';
import { recurringService } from './recurring/service';
import { promptService } from './prompts/service';
import { terminals } from './sessions/terminals';
import { taskService } from './tasks/service';
import { workService } from './work-items/service';

export type Services = ReturnType<typeof createServices>;

export function createServices(deps: AppDeps) {
  const sessions = terminals(deps);
  const prompts = promptService(deps, sessions);
  return {
    ...deps,
    sessions,
    prompts,
    confirmations: confirmService(deps, prompts),
    tasks: taskService(deps),
    plans: planService(deps, sessions),
    recurringPrompts: recurringService(deps, prompts),
    work: workService(deps, prompts),
  };
}
