-- Whether anything was sent to a session since a turn ended there (store/needs/sql.ts): by the time itself, for thousands
-- may have been sent to it before.
DROP INDEX prompts_for_session;
CREATE INDEX prompts_sent ON prompts (target_session, created_at)
  WHERE target_session IS NOT NULL AND stage <> 'cancelled';
