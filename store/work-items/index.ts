/** The record of work in architect.db: one repository an aggregate, all of them with the one audit. */
import type { Db } from '../db/open';
import type { Clock } from '../db/time';
import { auditLog } from './audit';
import { errorReportsRepository } from '../reported-errors';
import { figures } from './figures';
import { bugsRepository, featuresRepository } from './items';
import { projectsRepository } from './projects';
import { search } from './search';

export function recordRepositories({ architect, assigner }: { architect: Db; assigner: Db }, clock: Clock) {
  const audit = auditLog(architect, clock);
  const features = featuresRepository(architect, clock, audit);
  const bugs = bugsRepository(architect, clock, audit);
  return {
    audit,
    features,
    bugs,
    projects: projectsRepository(architect, clock, { audit, features, bugs }),
    errorReports: errorReportsRepository(architect, clock, audit),
    search: search({ architect, assigner }),
    figures: figures({ architect, assigner }, clock),
  };
}
