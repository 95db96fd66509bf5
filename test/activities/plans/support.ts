/** Activities of plans without an engine, a model or git. */
import type { PlanActivityDeps, Trees } from '../../../activities/plans/context';
import type { Judge } from '../../../activities/plans/judge';
import { silentLog } from '../../../telemetry/log';
import type { TestPlans } from '../../store/plans/support';

export const noJudgement: Judge = async () => ({ verdict: 'unknown', evidence: 'nobody was asked' });

export const QUIET_TREES: Trees = {
  read: async () => ({ head: 'h', tree: 't', note: null }),
  files: async () => [],
};

export const plansOf = (site: TestPlans, judge: Judge): PlanActivityDeps => ({
  store: site.store,
  engine: {
    ...{ startPrompt: async () => true, startTask: async () => true },
    ...{ control: async () => true, controlTask: async () => true },
  },
  log: silentLog,
  plansDir: `${site.dir}/plans`,
  tasksDir: `${site.dir}/tasks`,
  worktrees: { dir: `${site.dir}/worktrees`, ports: [17000, 17009], pullRequestPollSeconds: 60 },
  judge,
});
