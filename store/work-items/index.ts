/** The record of work in architect.db: one repository an aggregate, all of them with the one audit. */
import type { Db } from '../db/open';
import type { Clock } from '../db/time';
import type { Transition } from '../outbox/transition';
import { auditLog } from './audit';
import { errorReportsRepository } from '../reported-errors';
import { figures } from './figures';
import { bugsRepository, featuresRepository } from './items';
import { projectsRepository } from './projects';
import { search } from './search';

export interface WorkItemDeps {
  readonly architect: Db;
  readonly assigner: Db;
  /** Of architect.db. */
  readonly transition: Transition;
}

export function workItemRepositories({ architect, assigner, transition }: WorkItemDeps, clock: Clock) {
  const audit = auditLog(architect, clock);
  const deps = { db: architect, clock, audit, transition };
  const features = featuresRepository(deps);
  const bugs = bugsRepository(deps);
  return {
    audit,
    features,
    bugs,
    projects: projectsRepository({ ...deps, features, bugs }),
    errorReports: errorReportsRepository(architect, clock, audit),
    search: search({ architect, assigner }),
    figures: figures({ architect, assigner }, clock),
  };
}
