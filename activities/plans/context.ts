/** What the activities of plans are made from. */
import type { Logger } from 'pino';
import type { Store } from '../../store';
import type { EngineClient } from '../context';
import type { Judge } from './judge';
import type { trees } from './trees';
import type { WorktreePlaces } from './worktrees/places';

export interface PlanActivityDeps {
  readonly store: Pick<
    Store,
    'plans' | 'budgets' | 'prompts' | 'sessions' | 'lifecycle' | 'tasks' | 'taskLifecycle' | 'projects'
  >;
  readonly engine: Pick<EngineClient, 'startPrompt' | 'startTask' | 'control' | 'controlTask'>;
  readonly log: Logger;
  /** Holds what git made of directories, a folder a plan. */
  readonly plansDir: string;
  /** Holds the output of background tasks. */
  readonly tasksDir: string;
  readonly judge: Judge;
  readonly worktrees: WorktreePlaces;
}

export type Trees = ReturnType<typeof trees>;
