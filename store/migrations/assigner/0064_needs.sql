-- What needs a person is looked for after each change (store/needs/sql.ts).
CREATE INDEX prompts_asking_back ON prompts (completed_at) WHERE result = 'question';
CREATE INDEX prompts_given_up ON prompts (completed_at) WHERE stage = 'failed';
CREATE INDEX prompts_blocked ON prompts (id) WHERE stage = 'blocked';
-- Whether anything was sent to a session since, and what waits for it.
CREATE INDEX prompts_for_session ON prompts (target_session, id) WHERE target_session IS NOT NULL;
CREATE INDEX prompts_queued_for ON prompts (target_session) WHERE stage = 'queued' AND target_session IS NOT NULL;
CREATE INDEX confirmations_standing ON confirmations (session_name, id) WHERE standing = 1;
