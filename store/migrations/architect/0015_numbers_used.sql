-- The highest number of the deleted rows of tables whose numbers SQLite would give again (store/db/ids.ts).
CREATE TABLE numbers_used (
    table_name TEXT PRIMARY KEY,
    id INTEGER NOT NULL
) WITHOUT ROWID;

-- What is known of those deleted before.
INSERT INTO numbers_used
    SELECT CASE entity WHEN 'project' THEN 'projects' WHEN 'feature' THEN 'features' ELSE 'bugs' END,
        max(CAST(entity_id AS INTEGER))
    FROM audit WHERE entity IN ('project', 'feature', 'bug') AND action = 'delete' GROUP BY entity;
INSERT INTO numbers_used
    SELECT CASE kind WHEN 'feature' THEN 'features' ELSE 'bugs' END, max(record_id) FROM github_links WHERE true GROUP BY kind
    ON CONFLICT (table_name) DO UPDATE SET id = max(id, excluded.id);

CREATE TRIGGER projects_number AFTER DELETE ON projects BEGIN
    INSERT INTO numbers_used VALUES ('projects', OLD.id)
        ON CONFLICT (table_name) DO UPDATE SET id = max(id, excluded.id);
END;
CREATE TRIGGER features_number AFTER DELETE ON features BEGIN
    INSERT INTO numbers_used VALUES ('features', OLD.id)
        ON CONFLICT (table_name) DO UPDATE SET id = max(id, excluded.id);
END;
CREATE TRIGGER bugs_number AFTER DELETE ON bugs BEGIN
    INSERT INTO numbers_used VALUES ('bugs', OLD.id)
        ON CONFLICT (table_name) DO UPDATE SET id = max(id, excluded.id);
END;
CREATE TRIGGER milestone_summaries_number AFTER DELETE ON milestone_summaries BEGIN
    INSERT INTO numbers_used VALUES ('milestone_summaries', OLD.id)
        ON CONFLICT (table_name) DO UPDATE SET id = max(id, excluded.id);
END;
