/** The record of work in architect.db: one repository an aggregate, all of them with the one audit. */
import type { Db } from '../open';
import type { Clock } from '../time';
import { auditLog } from './audit';
import { errorReportsRepository } from './errors';
import { figures } from './figures';
import { bugsRepository, featuresRepository } from './items';
import { lister } from './list';
import { projectsRepository } from './projects';
import type { InteractionRow, MilestoneRow } from './rows';
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
    milestones: readOnly<MilestoneRow>(architect, 'milestone_summaries', [
      'title',
      'summary',
      'project_name',
    ]),
    interactions: readOnly<InteractionRow>(architect, 'claude_interactions', [
      'dialog',
      'request',
      'session_name',
    ]),
    errorReports: errorReportsRepository(architect, clock, audit),
    search: search({ architect, assigner }),
    figures: figures({ architect, assigner }, clock),
  };
}

function readOnly<Row>(db: Db, table: string, text: readonly string[]) {
  const get = db.prepare<[number], Row>(`SELECT * FROM ${table} WHERE id = ?`);
  return { get: (id: number) => get.get(id), list: lister<Row>(db, { table, text }) };
}
