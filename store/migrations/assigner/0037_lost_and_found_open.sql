-- What nobody has decided is looked for every second (store/alerts/condition-sql.ts).
CREATE INDEX lost_and_found_open ON lost_and_found (prompt_id) WHERE resolved_at IS NULL;
