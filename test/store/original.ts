/** Databases as the original system made them: its own CREATE statements, with rows of every kind. */
import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { openDatabase } from '../../store/db/open';

export const ORIGINAL_TABLES = {
  architect: {
    projects: `CREATE TABLE projects (
      id INTEGER PRIMARY KEY,
      name TEXT UNIQUE NOT NULL,
      description TEXT,
      source_path TEXT,
      status TEXT DEFAULT 'active',
      priority INTEGER DEFAULT 0,
      created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
      updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
    )`,
    features: `CREATE TABLE features (
      id INTEGER PRIMARY KEY,
      project_id INTEGER,
      milestone_id INTEGER,
      title TEXT NOT NULL,
      description TEXT,
      spec TEXT,
      status TEXT DEFAULT 'draft',
      priority INTEGER DEFAULT 0,
      assigned_to TEXT,
      assigned_node TEXT,
      tmux_session TEXT,
      estimated_hours REAL,
      actual_hours REAL,
      created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
      updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
      completed_at TIMESTAMP,
      FOREIGN KEY (project_id) REFERENCES projects(id)
    )`,
    secrets: `CREATE TABLE secrets (
      id INTEGER PRIMARY KEY,
      name TEXT UNIQUE NOT NULL,
      encrypted_value TEXT NOT NULL,
      service TEXT,
      category TEXT,
      description TEXT,
      created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
      updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
      last_accessed TIMESTAMP,
      access_count INTEGER DEFAULT 0
    )`,
  },
  assigner: {
    sessions: `CREATE TABLE sessions (
      name TEXT PRIMARY KEY,
      status TEXT DEFAULT 'unknown',
      last_activity TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
      current_task_id INTEGER,
      working_dir TEXT,
      is_claude INTEGER DEFAULT 0,
      last_output TEXT,
      updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
      provider TEXT,
      specialty TEXT DEFAULT 'general',
      success_rate REAL DEFAULT 0.0,
      avg_completion_time INTEGER DEFAULT 0,
      total_tasks_completed INTEGER DEFAULT 0,
      total_tasks_failed INTEGER DEFAULT 0,
      FOREIGN KEY (current_task_id) REFERENCES prompts(id)
    )`,
    prompts: `CREATE TABLE prompts (
      id INTEGER PRIMARY KEY AUTOINCREMENT,
      content TEXT NOT NULL,
      source TEXT DEFAULT 'api',
      priority INTEGER DEFAULT 0,
      status TEXT DEFAULT 'pending',
      assigned_session TEXT,
      created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
      assigned_at TIMESTAMP,
      completed_at TIMESTAMP,
      response TEXT,
      error TEXT,
      metadata TEXT,
      target_session TEXT,
      target_provider TEXT,
      retry_count INTEGER DEFAULT 0,
      max_retries INTEGER DEFAULT 3,
      timeout_minutes INTEGER DEFAULT 30,
      archived INTEGER DEFAULT 0,
      archived_at TIMESTAMP
    )`,
  },
} as const;

/** An early release: fewer columns, no history, no lost_and_found. */
const EARLY_ASSIGNER = `
  CREATE TABLE prompts (
    id INTEGER PRIMARY KEY AUTOINCREMENT, content TEXT NOT NULL, source TEXT DEFAULT 'api',
    priority INTEGER DEFAULT 0, status TEXT DEFAULT 'pending', assigned_session TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, assigned_at TIMESTAMP, completed_at TIMESTAMP,
    response TEXT, error TEXT
  );
  CREATE TABLE sessions (
    name TEXT PRIMARY KEY, status TEXT DEFAULT 'unknown', last_activity TIMESTAMP DEFAULT CURRENT_TIMESTAMP,
    current_task_id INTEGER, working_dir TEXT, is_claude INTEGER DEFAULT 0,
    updated_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
  );`;

const LOGS = `
  CREATE TABLE assignment_history (
    id INTEGER PRIMARY KEY AUTOINCREMENT, prompt_id INTEGER NOT NULL, session_name TEXT NOT NULL, action TEXT NOT NULL,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP, details TEXT, FOREIGN KEY (prompt_id) REFERENCES prompts(id)
  );
  CREATE TABLE lost_and_found (
    id INTEGER PRIMARY KEY AUTOINCREMENT, prompt_id INTEGER, session_name TEXT, reason TEXT,
    created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP
  );
  INSERT INTO assignment_history (prompt_id, session_name, action, details) VALUES (4, 'architect', 'completed', '{"s":12}');
  INSERT INTO lost_and_found (prompt_id, session_name, reason) VALUES (5, 'gone', 'session disappeared');`;

const ARCHITECT_ROWS = `
  INSERT INTO projects (id, name, description, source_path, status, priority)
    VALUES (7, 'architect', 'Dashboard project', '/srv/architect', 'paused', 2);
  INSERT INTO features (project_id, title, spec, status, estimated_hours, tmux_session)
    VALUES (7, 'Login', 'JWT', 'in_progress', 8.5, 'architect');
  INSERT INTO secrets (name, encrypted_value, service, category, access_count)
    VALUES ('GITHUB_TOKEN', 'Q0NCWA==', 'github', 'token', 3);`;

const ASSIGNER_ROWS = `
  INSERT INTO prompts (id, content, status, priority, assigned_session, created_at) VALUES
    (1, 'waits', 'pending', 5, NULL, '2026-02-01 08:00:00'),
    (2, 'was given out', 'assigned', 0, 'architect', '2026-02-01 08:01:00'),
    (3, 'was worked on', 'in_progress', 0, 'dev_worker1', '2026-02-01 08:02:00'),
    (4, 'is done', 'completed', 0, 'architect', '2026-02-01 08:03:00'),
    (5, 'went wrong', 'failed', 0, 'dev_worker1', '2026-02-01 08:04:00'),
    (6, 'was called off', 'cancelled', 0, NULL, '2026-02-01 08:05:00');
  UPDATE prompts SET response = 'it is', completed_at = '2026-02-01 08:30:00' WHERE id = 4;
  UPDATE prompts SET error = 'timeout' WHERE id = 5;
  INSERT INTO sessions (name, status, current_task_id, working_dir, is_claude) VALUES
    ('architect', 'busy', 2, '/srv/architect', 1), ('dev_worker1', 'busy', 3, '/srv', 1), ('plain', 'idle', NULL, NULL, 0);`;

const FULL_COLUMNS = `
  UPDATE prompts SET metadata = '{"project":"auth"}', target_session = 'architect', timeout_minutes = 60, retry_count = 1,
    archived = 1, archived_at = '2026-02-02 00:00:00' WHERE id = 4;
  UPDATE sessions SET provider = 'claude', specialty = 'coding', success_rate = 0.95, avg_completion_time = 32,
    total_tasks_completed = 19, total_tasks_failed = 1 WHERE name = 'architect';`;

export type Variant = 'as documented' | 'an early release';

/** Writes the databases into `dataDir`, with a rollback journal as the original had. */
export function writeOriginal(dataDir: string, variant: Variant): void {
  const tables = (group: Record<string, string>): string => `${Object.values(group).join(';')};`;
  const documented = variant === 'as documented';
  write(join(dataDir, 'architect.db'), tables(ORIGINAL_TABLES.architect) + ARCHITECT_ROWS);
  write(
    join(dataDir, 'assigner', 'assigner.db'),
    documented
      ? tables(ORIGINAL_TABLES.assigner) + ASSIGNER_ROWS + FULL_COLUMNS + LOGS
      : EARLY_ASSIGNER + ASSIGNER_ROWS,
  );
}

function write(file: string, sql: string): void {
  mkdirSync(dirname(file), { recursive: true });
  const db = openDatabase(file);
  db.pragma('journal_mode = DELETE');
  db.exec(sql);
  db.close();
}
