/** An installation of the original to import, with rows of every table, odd ones among them. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { importOriginal, type ImportOptions, type ImportReport } from '../../store/import';
import { openStore, type Store } from '../../store';
import { type Db, openDatabase } from '../../store/db/open';
import { ORIGINAL_TABLES } from './original';
import { START, temporaryDirectory } from './support';
import { xored } from './vault-site';

/** Stands in a secret of the original, and may stand in no file of ours, nor in a report. */
export const CANARY = 'canary-of-the-original-9b1e';

const OTHER_TABLES = `
  CREATE TABLE bugs (id INTEGER PRIMARY KEY, project_id INTEGER, title TEXT NOT NULL, severity TEXT DEFAULT 'medium',
    status TEXT DEFAULT 'open', created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
  CREATE TABLE task_queue (id INTEGER PRIMARY KEY, task_type TEXT NOT NULL, task_data TEXT, status TEXT DEFAULT 'pending');
  CREATE TABLE claude_interactions (id INTEGER PRIMARY KEY, session_name TEXT, prompt TEXT, response TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
  CREATE TABLE claude_patterns (id INTEGER PRIMARY KEY, pattern TEXT, action TEXT);
  CREATE TABLE milestone_summaries (id INTEGER PRIMARY KEY, project_id INTEGER, title TEXT, summary TEXT);
  INSERT INTO bugs (id, project_id, title) VALUES (1, 7, 'Crash'), (2, 99, 'Belongs to nothing');
  INSERT INTO task_queue (id, task_type, task_data, status) VALUES (1, 'shell', '{"command":"ls"}', 'completed'),
    (2, 'shell', '{"command":"rm -rf x"}', 'pending');
  INSERT INTO claude_interactions (session_name, prompt) VALUES ('architect', 'Proceed?');
  INSERT INTO claude_patterns (pattern, action) VALUES ('.*', 'approve');
  INSERT INTO milestone_summaries (project_id, title) VALUES (7, 'First');`;

const ARCHITECT_ROWS = `
  INSERT INTO projects (id, name, description, source_path, status, priority, created_at) VALUES
    (7, 'architect', 'Dashboard project', '/srv/architect', 'paused', 2, '2025-12-01 10:00:00'),
    (8, 'shop', NULL, NULL, 'on fire', 'high', '2025-12-01T10:00:00.5'),
    (9, 'caf' || CAST(x'e9' AS TEXT), NULL, NULL, NULL, NULL, 'yesterday');
  INSERT INTO features (id, project_id, milestone_id, title, spec, status, estimated_hours, tmux_session) VALUES
    (3, 7, NULL, 'Login', 'JWT', 'in_progress', 8.5, 'architect'),
    (4, 99, NULL, 'Of a project that is gone', NULL, 'draft', NULL, NULL),
    (5, 8, NULL, 'Strange', NULL, 'cooking', NULL, NULL);`;

const ASSIGNER_ROWS = `
  INSERT INTO prompts (id, content, status, priority, assigned_session, created_at, completed_at, response, metadata) VALUES
    (1, 'waits', 'pending', 5, NULL, '2026-02-01 08:00:00', NULL, NULL, '{"project":"auth"}'),
    (2, 'was given out', 'assigned', 0, 'architect', '2026-02-01 08:01:00', NULL, NULL, NULL),
    (3, 'is done', 'completed', 0, 'architect', '2026-02-01 08:03:00', '2026-02-01 08:30:00', 'it is', NULL),
    (4, 'went wrong', 'failed', 0, 'dev_worker1', '2026-02-01 08:04:00', '2026-02-01 08:31:00', NULL, 'no json'),
    (5, 'was called off', 'cancelled', 0, NULL, '2026-02-01 08:05:00', NULL, NULL, NULL),
    (6, 'is odd', 'melted', 0, NULL, '2026-02-01 08:06:00', NULL, NULL, NULL),
    (7, 'clears' || char(27) || '[2J', 'pending', 0, NULL, '2026-02-01 08:07:00', NULL, NULL, NULL);
  INSERT INTO sessions (name, status, current_task_id, working_dir, is_claude, provider, specialty, total_tasks_completed)
    VALUES ('architect', 'busy', 2, '/srv/architect', 1, 'claude', 'coding', 19), (NULL, 'idle', 55, NULL, 0, NULL, NULL, 0);
  CREATE TABLE assignment_history (id INTEGER PRIMARY KEY AUTOINCREMENT, prompt_id INTEGER NOT NULL,
    session_name TEXT, action TEXT NOT NULL, created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, details TEXT);
  CREATE TABLE lost_and_found (id INTEGER PRIMARY KEY AUTOINCREMENT, prompt_id INTEGER, session_name TEXT, reason TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
  INSERT INTO assignment_history (prompt_id, session_name, action, details) VALUES (3, 'architect', 'completed', '{"s":12}'),
    (3, NULL, 'assigned', NULL), (77, 'architect', 'assigned', NULL);
  INSERT INTO lost_and_found (prompt_id, session_name, reason, created_at) VALUES (4, 'gone', 'disappeared', '2026-02-01 09:00:00');`;

const HEALTH = `
  CREATE TABLE health_checks (id INTEGER PRIMARY KEY, component TEXT, status TEXT, cpu_percent REAL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP);
  CREATE TABLE outages (id INTEGER PRIMARY KEY, component TEXT, started_at TIMESTAMP, ended_at TIMESTAMP);
  INSERT INTO health_checks (component, status, cpu_percent) VALUES ('app', 'ok', 12.5), ('db', 'down', NULL);
  INSERT INTO outages (component, started_at, ended_at) VALUES ('db', '2026-01-05 03:00:00', NULL);`;

export class ImportSite {
  /** The original. */
  readonly from = temporaryDirectory();
  readonly dataDir = temporaryDirectory();

  constructor() {
    const secrets = (db: Db): void => {
      const add = db.prepare(
        'INSERT INTO secrets (id, name, encrypted_value, service, category, access_count) VALUES (?, ?, ?, ?, ?, ?)',
      );
      add.run(1, 'GITHUB_TOKEN', xored(CANARY), 'github', 'token', 3);
      add.run(2, 'STAR', xored('a*b'), null, 'nuclear', null);
      add.run(3, 'EMPTY', '', null, null, null);
    };
    const tables = (group: Record<string, string>): string => `${Object.values(group).join(';')};`;
    this.write(
      'data/architect.db',
      tables(ORIGINAL_TABLES.architect) + OTHER_TABLES + ARCHITECT_ROWS,
      secrets,
    );
    this.write('data/assigner/assigner.db', tables(ORIGINAL_TABLES.assigner) + ASSIGNER_ROWS);
    this.write('data/site_health.db', HEALTH);
  }

  /** Runs SQL on a database of the original, which has no foreign keys switched on. */
  write(file: string, sql: string, more: (db: Db) => void = () => undefined): void {
    const path = join(this.from, file);
    mkdirSync(join(path, '..'), { recursive: true });
    const db = openDatabase(path);
    db.pragma('journal_mode = DELETE');
    db.pragma('foreign_keys = OFF');
    db.exec(sql);
    more(db);
    db.close();
  }

  import(options: Partial<ImportOptions> = {}): ImportReport {
    const { dataDir, from } = this;
    const base = { dataDir, from, secretKeys: [], origin: 'original', queue: false, dryRun: false };
    return importOriginal({ ...base, clock: () => START, ...options });
  }

  rows(file: string, query: string): Record<string, unknown>[] {
    const db = openDatabase(join(this.dataDir, file));
    try {
      return db.prepare<[], Record<string, unknown>>(query).all();
    } finally {
      db.close();
    }
  }

  withStore<T>(use: (store: Store) => T): T {
    const store = openStore({ dataDir: this.dataDir });
    try {
      return use(store);
    } finally {
      store.close();
    }
  }

  remove(): void {
    for (const dir of [this.from, this.dataDir]) rmSync(dir, { recursive: true, force: true });
  }
}

export function fates(report: ImportReport, table: string): Record<string, string> {
  const rows = report.rows.filter((row) => row.table === table);
  return Object.fromEntries(
    rows.map(({ id, outcome, reason }) => [id, reason === null ? outcome : `${outcome}: ${reason}`]),
  );
}
