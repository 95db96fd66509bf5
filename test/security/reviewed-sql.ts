/**
 * What is put into SQL statements beside constants, by file. Each was looked at: it is a name from a list of our own, or a
 * part of a statement whose values are parameters. What a request says never is. It may only get shorter, or be reviewed.
 */
export const REVIEWED_SQL: Readonly<Record<string, readonly string[]>> = {
  'store/budgets/sums.ts': ['further'],
  'store/confirmations/index.ts': ['where'],
  'store/db/busy-timeout.ts': ['ms'],
  'store/db/ids.ts': ['newId(numbered)'],
  'store/db/integrity.ts': ['check'],
  'store/db/migrate.ts': ['column', 'definition', 'index', 'name', 'table'],
  'store/db/open.ts': ["Number(db.pragma('user_version', { simple: true }))", 'synchronous'],
  'store/export.ts': ['table'],
  'store/import/aside.ts': ['quoted(column)', 'quoted(name)'],
  'store/import/source.ts': ["parts.join(', ')", 'quoted(table)'],
  'store/import/table.ts': ['quoted(key)', 'quoted(table)'],
  'store/maintenance/compact.ts': ['how'],
  'store/maintenance/prune.ts': ['column', 'name', 'table', 'where'],
  'store/milestones/features.ts': ["newId('features')"],
  'store/milestones/index.ts': ["newId('milestone_summaries')"],
  'store/plans/worktrees/statements.ts': ['names.map((name) => `${name} = @${name}`).join()'],
  'store/prompts/candidates.ts': ['further'],
  'store/prompts/index.ts': ['where'],
  'store/prompts/order.ts': ['than', 'way', 'which'],
  'store/sessions/index.ts': ['select'],
  'store/sheets/rows.ts': [
    "columns.map(({ sql }) => `substr(${sql}, 1, ${LONGEST_CELL + 1})`).join(', ')",
    'source.from',
  ],
  'store/tasks/index.ts': ['where'],
  'store/telemetry/index.ts': ['columns', 'table'],
  'store/work-items/figures.ts': ['column', 'table', 'where'],
  'store/work-items/list.ts': ['order', 'table', 'where'],
  'store/work-items/projects.ts': ['what'],
  'store/work-items/table.ts': [
    'columns.join()',
    'columns.map((one) => `@${one}`).join()',
    'newId(table)',
    'sets',
    'table',
    'target.table',
  ],
};
