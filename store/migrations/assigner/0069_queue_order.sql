-- A person may order waiting prompts of one priority among themselves (store/prompts/order.ts).

-- NULL: the number of the prompt. A release that doesn't know the column goes by the number.
-- ensure-column prompts queue_rank REAL

-- As before, with the rank in place of the number.
DROP INDEX prompts_waiting_target;
CREATE INDEX prompts_waiting_target ON prompts (within_project, target_session, priority DESC, coalesce(queue_rank, id))
    WHERE stage = 'queued' AND target_session IS NOT NULL;
DROP INDEX prompts_waiting_open;
CREATE INDEX prompts_waiting_open ON prompts (within_project, target_provider, specialty, priority DESC, coalesce(queue_rank, id))
    WHERE stage = 'queued' AND target_session IS NULL;
DROP INDEX prompts_by_priority;
CREATE INDEX prompts_by_priority ON prompts (archived, priority DESC, coalesce(queue_rank, id));
-- For the position of a prompt among all that wait, and for its neighbours.
CREATE INDEX prompts_in_order ON prompts (priority DESC, coalesce(queue_rank, id)) WHERE stage IN ('accepted', 'queued');
