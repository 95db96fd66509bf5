-- Health checks: a row for each component and check. Outages: one that is open for each cause.

-- The same check, done again after a crash, is the same rows. NULL in rows of the original.
-- ensure-column health_checks check_key TEXT
CREATE UNIQUE INDEX health_checks_once ON health_checks (check_key, component) WHERE check_key IS NOT NULL;
CREATE INDEX health_checks_by_time ON health_checks (created_at, component);

-- The same as long as it is the same trouble. NULL in rows of the original.
-- ensure-column outages cause TEXT
-- Who sees it begin and end: server or check.
-- ensure-column outages watcher TEXT
-- ensure-column outages status TEXT
-- ensure-column outages reason TEXT
-- ensure-column outages remedy TEXT
-- JSON array of texts.
-- ensure-column outages subjects TEXT
-- ensure-column outages value REAL
-- ensure-column outages limit_value REAL
-- Without the time in which the machine slept; set with ended_at.
-- ensure-column outages duration_seconds REAL
CREATE UNIQUE INDEX outages_open ON outages (cause) WHERE ended_at IS NULL AND cause IS NOT NULL;
CREATE INDEX outages_by_time ON outages (started_at);
