-- How many prompts of each stage there are, and how old the oldest is, is asked every few seconds (store/telemetry).
CREATE INDEX prompts_open ON prompts (stage, created_at)
WHERE stage NOT IN ('completed', 'failed', 'cancelled', 'indeterminate');
