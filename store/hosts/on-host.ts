/**
 * Pane ids and process ids are unique on one machine only. Condition of SQL on the session `s`: it is on the host @host
 * or, where that is null, on none that has joined.
 */
export const ON_HOST = `(s.host IS @host OR @host IS NULL AND coalesce(s.host, '') NOT IN (SELECT name FROM hosts))`;
